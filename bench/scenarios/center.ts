/** A center to which a thousand agents push. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startCenterProcess } from '../center/center-process.js';
import type { PushOrder, PushResult } from '../center/push-generator.js';
import { quantile } from '../run/statistics.js';
import type { Bench, Row, Sample, Scenario } from '../scenario.js';

const AGENTS = 1_000;

/** Number of connections of the row that measures what the center can do. */
const CONNECTIONS = 64;

const SMALL = { files: 20, functions: 12 };
const LARGE = { files: 200, functions: 62 };

const EACH_SECOND = '1,000 agents, each once a second';
const CLOSED_LOOP = `${CONNECTIONS} connections, without a pause`;

export const center: Scenario = {
  name: 'center',
  isolates:
    'A process `covermain receive` on the same cores as the load generator, with the directory on a disk. Profiles are pushed ' +
    'again and again with later counts, without metas after the first push, and each push replaces its file. CPU is the time of the ' +
    'center alone. The median and 99 % are from the planned time of a push to the response.',
  rounds: { full: 3, quick: 1 },
  metrics: [
    { name: 'pushes', unit: '1/s' },
    { name: 'median', unit: 'ms' },
    { name: '99 %', unit: 'ms' },
    { name: 'CPU', unit: 'µs per push' },
    { name: 'RSS', unit: 'MB' },
  ],
  tables: async (bench) => {
    const seconds = bench.isQuick ? 2 : 8;
    return [
      { title: '2,000 counters', program: SMALL, pushes: seconds, each: seconds * 40 },
      { title: '100,000 counters', program: LARGE, pushes: Math.ceil(seconds / 2), each: seconds * 5 },
    ].map(({ title, program, pushes, each }) => ({
      title: `pushes of ${title}`,
      base: EACH_SECOND,
      rows: [
        rowFor(bench, EACH_SECOND, { agents: AGENTS, pushes, interval: 1000, program }),
        rowFor(bench, CLOSED_LOOP, { agents: CONNECTIONS, pushes: each, interval: 0, program }),
      ],
    }));
  },
};

type Load = Omit<PushOrder, 'port' | 'offset'>;

function rowFor(bench: Bench, name: string, load: Load): Row {
  return { name, counts: true, sample: () => measureLoad(bench, load) };
}

async function measureLoad(bench: Bench, load: Load): Promise<Sample> {
  const process = await startCenterProcess(bench.node, bench.createDirectory('center'));
  const generator = fork(new URL('../center/push-generator.ts', import.meta.url), { stdio: 'inherit' });
  const failed = once(generator, 'exit').then(() => Promise.reject(new Error('the load generator failed')));
  failed.catch(() => undefined); // it also exits when it is killed below
  const push = async (order: Omit<PushOrder, 'port'>): Promise<PushResult> => {
    generator.send({ port: process.port, ...order } satisfies PushOrder);
    const [result] = await Promise.race([once(generator, 'message'), failed]);
    return result as PushResult;
  };
  try {
    // Compiles the center's code, and creates the files that the measured pushes replace.
    await push({ ...load, pushes: 3, offset: 0 });
    const before = process.usedCpu();
    const { acknowledged, failed: refused, time, latencies } = await push({ ...load, offset: 100 });
    const cpu = process.usedCpu() - before;
    return {
      values: {
        pushes: (acknowledged / time) * 1000,
        median: quantile(latencies, 0.5),
        '99 %': quantile(latencies, 0.99),
        CPU: (cpu / latencies.length) * 1000,
        RSS: process.memory().peak,
      },
      check: refused === 0 ? 'all acknowledged' : `${refused} refused`,
      isCounting: true,
    };
  } finally {
    generator.kill();
    await process.end();
  }
}
