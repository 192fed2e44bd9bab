/** Scenarios in which a server answers: they measure its CPU time per request, and the latencies of its clients. */
import { createSeat, type Project, rowOf, type Seat } from '../project.js';
import { startProgram } from '../run/program.js';
import { quantile } from '../run/statistics.js';
import type { Sample, Scenario } from '../scenario.js';
import { TOOLS } from '../variants.js';
import type { Request } from './connection.js';
import type { LoadOrder } from './generator.js';
import { startLoadGenerator } from './load.js';

interface HttpOptions {
  readonly name: string;
  readonly isolates: string;
  /** Project whose `app.cjs` is started. */
  readonly project: () => Project;
  /** Requests that are sent once before all others. */
  readonly seed: readonly Request[];
  readonly mix: readonly Request[];
}

const CONNECTIONS = 10;
const WARM_UP_REQUESTS = 12_000;

export function httpScenario({ name, isolates, project, seed, mix }: HttpOptions): Scenario {
  return {
    name,
    isolates,
    rounds: { full: 5, quick: 2 },
    metrics: [
      { name: 'requests', unit: '1/s' },
      { name: 'median', unit: 'ms' },
      { name: '99 %', unit: 'ms' },
      { name: 'CPU', unit: 'µs per request' },
    ],
    tables: async (bench) => {
      const files = project();
      const duration = bench.isQuick ? 1000 : 3000;
      const rows = TOOLS.map((variant) => {
        const seat = createSeat(bench.createDirectory(name), variant, bench.node, files);
        return rowOf(variant, seat, {
          prime: async () => void (await measure(seat, seed, mix, 1)),
          sample: () => measure(seat, seed, mix, duration),
        });
      });
      return [{ title: `${name}, ${CONNECTIONS} connections`, base: 'plain Node', rows }];
    },
  };
}

/** Starts the server and the load generator, and measures after the compilers of both are warm. */
async function measure(
  seat: Seat,
  seed: readonly Request[],
  mix: readonly Request[],
  duration: number,
): Promise<Sample> {
  const server = startProgram(await seat.launch(['app.cjs']));
  const { report } = await server.report();
  const port = report.values.port ?? 0;
  const generator = startLoadGenerator();
  const load = (order: Omit<LoadOrder, 'port' | 'connections'>) =>
    generator.load({ port, connections: CONNECTIONS, ...order });
  const usedCpu = async () => {
    server.send('usage');
    return (await server.report()).report.values.CPU ?? Number.NaN;
  };
  let measured: Omit<Sample, 'isCounting'>;
  try {
    await load({ mix: seed, requests: 0 });
    await load({ mix, requests: duration > 1 ? WARM_UP_REQUESTS : 0 });
    const before = await usedCpu();
    const { time, latencies, check } = await load({ mix, duration });
    const cpu = (await usedCpu()) - before;
    const values = {
      requests: (latencies.length / time) * 1000,
      median: quantile(latencies, 0.5),
      '99 %': quantile(latencies, 0.99),
      CPU: (cpu / (latencies.length + mix.length)) * 1000,
    };
    measured = { values, check };
  } finally {
    generator.close();
    server.send('stop');
    await server.exit;
  }
  return { ...measured, isCounting: seat.hasCounted() };
}
