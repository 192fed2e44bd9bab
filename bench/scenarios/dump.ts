/** Time until the profile of a running program is written. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Dump } from '../../src/profile/model/dump.js';
import { awaitAgent, dumpBy, type LiveApp, startedOnce } from '../live.js';
import { appText, createSeat, inRepository } from '../project.js';
import { quantile } from '../run/statistics.js';
import type { Bench, Row, Sample, Scenario } from '../scenario.js';
import { COVERMAIN_ALONE, cleanEnvironment } from '../variants.js';

const NODE_ALONE = 'Node with an empty file';
const COMMAND = 'covermain dump';
const AGENT = 'request to the private socket of the agent';

const PROJECT = {
  files: {
    'app.cjs': appText('spin.cjs'),
    'lib/turn.js': 'exports.turn = function turn(n) {\n  return n > 1000 ? 0 : n + 1;\n};\n',
    'empty.cjs': '',
  },
};

/** The action that is timed. Returns the counts of the program if it knows them. */
type Act = (app: LiveApp) => Promise<Dump | undefined>;

export const dump: Scenario = {
  name: 'dump',
  isolates:
    'Time from a request to the profile on disk, for a program whose main thread is in an endless loop: the whole process of ' +
    "the command, compared with a process that does nothing, and the agent's part of it. The loop keeps one core busy.",
  rounds: { full: 7, quick: 2 },
  metrics: [
    { name: 'median', unit: 'ms' },
    { name: '95 %', unit: 'ms' },
  ],
  targets: [{ metric: '95 %', row: COMMAND, most: 200 }],
  tables: async (bench) => {
    const seat = createSeat(bench.createDirectory('dump'), COVERMAIN_ALONE, bench.node, PROJECT);
    const app = startedOnce(seat, ['app.cjs']);
    const acts = bench.isQuick ? 5 : 20;
    const rowFor = (name: string, act: Act): Row => ({
      name,
      counts: name !== NODE_ALONE,
      sample: async () => timeActs(await app.get(), act, acts),
    });
    const rows = [
      rowFor(NODE_ALONE, async () => {
        await run(bench, seat.root, ['empty.cjs']);
        return undefined;
      }),
      rowFor(COMMAND, async () => {
        const text = await run(bench, seat.root, [inRepository('bin/covermain.js'), 'dump', '--json']);
        return (JSON.parse(text) as readonly Dump[])[0];
      }),
      rowFor(AGENT, async (live) => dumpBy(await socketOf(live))),
    ];
    return [{ title: 'dump of a program in an endless loop', base: NODE_ALONE, rows, close: app.close }];
  },
};

const sockets = new WeakMap<LiveApp, Promise<string>>();

function socketOf(app: LiveApp): Promise<string> {
  const socket = sockets.get(app) ?? awaitAgent(app);
  sockets.set(app, socket);
  return socket;
}

/** Times the action repeatedly. The program counts if the last dump has higher counts than the first. */
async function timeActs(app: LiveApp, act: Act, acts: number): Promise<Sample> {
  await socketOf(app);
  const times: number[] = [];
  const totals: number[] = [];
  for (let done = 0; done < acts; done++) {
    const start = performance.now();
    const dumped = await act(app);
    times.push(performance.now() - start);
    if (dumped) totals.push(dumped.counts.total);
  }
  times.sort((a, b) => a - b);
  const isCounting = (totals.at(-1) ?? 0) > (totals[0] ?? 0);
  return {
    values: { median: quantile(times, 0.5), '95 %': quantile(times, 0.95) },
    isCounting,
    check: '',
  };
}

async function run({ node }: Bench, cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(node, [...args], { cwd, env: cleanEnvironment() });
  return stdout;
}
