/** Scenarios in which an app is started without caches, with the caches of one start, and with complete caches. */
import { createSeat, type Project, rowOf, type Seat } from './project.js';
import { runProgram } from './run/program.js';
import type { Bench, Metric, Row, Sample } from './scenario.js';
import {
  C8_NO_REPORT,
  C8_REPORT,
  COVERMAIN,
  COVERMAIN_ALONE,
  NYC_SILENT,
  PLAIN,
  V8_ALONE,
} from './variants.js';

const STARTED = [PLAIN, COVERMAIN, COVERMAIN_ALONE, NYC_SILENT, C8_REPORT, C8_NO_REPORT, V8_ALONE];

/** Metrics of a start. Ready is the time until the app's report, exit the time until the command ends. */
export const START_METRICS: readonly Metric[] = [
  'cold ready',
  'cold exit',
  'second exit',
  'warm ready',
  'warm exit',
].map((name) => ({ name, unit: 'ms', compared: 'minimum' }));

/** Returns a row for each tool. Each has a copy of the project. @param app file that is started, and reports once */
export function startRows(bench: Bench, name: string, project: Project, app: string): readonly Row[] {
  return STARTED.map((variant) => {
    const seat = createSeat(bench.createDirectory(name), variant, bench.node, project);
    return rowOf(variant, seat, { sample: () => startUntilWarm(seat, app) });
  });
}

/** Number of starts in which the caches are filled, at most. */
const MAX_FILLING_STARTS = 8;

async function startUntilWarm(seat: Seat, app: string): Promise<Sample> {
  const start = async () => runProgram(await seat.launch([app]));
  seat.clearCaches();
  const cold = await start();
  const hasCountedCold = seat.hasCounted();
  let files = seat.cachedFiles();
  const second = await start();
  for (let starts = 2; starts < MAX_FILLING_STARTS && files !== seat.cachedFiles(); starts++) {
    files = seat.cachedFiles();
    await start();
  }
  const warm = await start();
  const values = {
    'cold ready': cold.ready,
    'cold exit': cold.exit,
    'second exit': second.exit,
    'warm ready': warm.ready,
    'warm exit': warm.exit,
  };
  return { values, check: warm.report.check, isCounting: hasCountedCold && seat.hasCounted() };
}
