/** Effect of dumps on the event loop of the dumped program. */
import { setTimeout as delay } from 'node:timers/promises';
import { LIBRARIES, type Library } from '../libraries.js';
import { awaitAgent, dumpBy, type LiveApp, type StartedOnce, startedOnce, usageOf } from '../live.js';
import { createSeat } from '../project.js';
import type { Bench, Row, Sample, Scenario, Table } from '../scenario.js';
import { COVERMAIN_ALONE } from '../variants.js';

const FLUSHED = 'flushed every second';
const OTHER_DUMPED = 'another process is dumped continuously';
const DUMPED = 'dumped continuously';

export const delays: Scenario = {
  name: 'delays',
  isolates:
    'Delay of the event loop, measured with monitorEventLoopDelay, whose timer fires every millisecond. All rows measure the ' +
    'same process, in turn: an interval without dumps, one in which another process of the same kind is dumped ' +
    'continuously, and one in which the process itself is dumped continuously. The second row shows the effect of the load ' +
    'on a machine with few cores. Every 5 ms the process calls measured code of a library.',
  rounds: { full: 20, quick: 4 },
  metrics: [
    { name: 'median', unit: 'ms' },
    { name: '99 %', unit: 'ms' },
    { name: 'longest', unit: 'ms' },
    { name: 'dumps', unit: '1/s' },
    { name: 'counters', unit: '' },
  ],
  targets: [
    { metric: '99 %', row: DUMPED, than: FLUSHED, more: 1 },
    { metric: '99 %', row: DUMPED, than: OTHER_DUMPED, more: 1 },
  ],
  tables: async (bench) => LIBRARIES.map((library) => tableOf(bench, library)),
};

function tableOf(bench: Bench, { name, project }: Library): Table {
  const files = project();
  const [app, other] = [0, 1].map(() => {
    const seat = createSeat(bench.createDirectory('delays'), COVERMAIN_ALONE, bench.node, files);
    return startedOnce(seat, ['app.cjs', name]);
  }) as [StartedOnce, StartedOnce];
  const duration = bench.isQuick ? 500 : 2000;
  const rowFor = (row: string, act: () => Promise<Sample['values'] | undefined>): Row => ({
    name: row,
    counts: true,
    sample: async () => {
      // Both processes run in all rows.
      await other.get();
      return measure(await app.get(), act);
    },
  });
  const dumpingOf = (dumped: StartedOnce) => async () =>
    dumpFor(await awaitAgent(await dumped.get()), duration);
  const rows = [
    rowFor(FLUSHED, () => delay(duration)),
    rowFor(OTHER_DUMPED, dumpingOf(other)),
    rowFor(DUMPED, dumpingOf(app)),
  ];
  const close = async () => void (await Promise.all([app.close(), other.close()]));
  return { title: `delays, ${name}`, base: FLUSHED, rows, close };
}

async function measure(app: LiveApp, act: () => Promise<Sample['values'] | undefined>): Promise<Sample> {
  const socket = await awaitAgent(app);
  await usageOf(app);
  const more = await act();
  const { values, check } = await usageOf(app);
  const { counts } = await dumpBy(socket);
  return { values: { ...values, ...more }, check, isCounting: counts.total > 0 };
}

async function dumpFor(socket: string, duration: number): Promise<Sample['values']> {
  const start = performance.now();
  let dumps = 0;
  let counters = 0;
  while (performance.now() - start < duration) {
    counters = (await dumpBy(socket)).counts.counters;
    dumps += 1;
  }
  return { dumps: (dumps / (performance.now() - start)) * 1000, counters };
}
