/** Cold, second and warm starts of an app of 500 modules. */
import { createSeat, rowOf, type Seat } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Bench, Sample, Scenario, Table } from '../scenario.js';
import { type Flavour, MODULES, sizeOf, startApp } from '../start-app/app.js';
import {
  C8_NO_REPORT,
  C8_REPORT,
  COVERMAIN,
  COVERMAIN_ALONE,
  NYC_SILENT,
  PLAIN,
  V8_ALONE,
} from '../variants.js';

const STARTED = [PLAIN, COVERMAIN, COVERMAIN_ALONE, NYC_SILENT, C8_REPORT, C8_NO_REPORT, V8_ALONE];

export const start: Scenario = {
  name: 'start',
  isolates:
    'Cost of a start: instrumenting, caches, processes around the app, and writing results at exit. Cold is a start without ' +
    'caches, the second is the one after it, and warm is a start that adds nothing to the caches. Ready is the time until the ' +
    "app's first report, exit the time until the command ends.",
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'cold ready', unit: 'ms', compared: 'minimum' },
    { name: 'cold exit', unit: 'ms', compared: 'minimum' },
    { name: 'second exit', unit: 'ms', compared: 'minimum' },
    { name: 'warm ready', unit: 'ms', compared: 'minimum' },
    { name: 'warm exit', unit: 'ms', compared: 'minimum' },
  ],
  targets: [
    { metric: 'cold exit', row: COVERMAIN.name, than: PLAIN.name, factor: 3 },
    { metric: 'cold exit', row: COVERMAIN.name, than: C8_REPORT.name, factor: 1 },
    { metric: 'warm exit', table: 'CommonJS', row: COVERMAIN.name, than: PLAIN.name, factor: 1.25 },
    { metric: 'warm exit', table: 'ES modules', row: COVERMAIN.name, than: PLAIN.name, factor: 1.3 },
  ],
  tables: async (bench) => [tableOf(bench, 'CommonJS'), tableOf(bench, 'ES modules')],
};

function tableOf(bench: Bench, flavour: Flavour): Table {
  const project = startApp(flavour);
  const title = `start, ${flavour}, ${MODULES} modules, ${(sizeOf(project) / 1e6).toFixed(1)} MB`;
  const rows = STARTED.map((variant) => {
    const seat = createSeat(bench.createDirectory('start'), variant, bench.node, project);
    return rowOf(variant, seat, { sample: startUntilWarm });
  });
  return { title, base: PLAIN.name, rows };
}

/** Number of starts in which the caches are filled, at most. */
const MAX_FILLING_STARTS = 8;

async function startUntilWarm(seat: Seat): Promise<Sample> {
  const start = async () => runProgram(await seat.launch(['app.js']));
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
