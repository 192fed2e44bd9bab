/** Cold, second and warm starts of an app of 500 modules. */
import type { Bench, Scenario, Table } from '../scenario.js';
import { type Flavour, MODULES, sizeOf, startApp } from '../start-app/app.js';
import { START_METRICS, startRows } from '../starts.js';
import { C8_REPORT, COVERMAIN, PLAIN } from '../variants.js';

export const start: Scenario = {
  name: 'start',
  isolates:
    'Cost of a start: instrumenting, caches, processes around the app, and writing results at exit. Cold is a start without ' +
    'caches, the second is the one after it, and warm is a start that adds nothing to the caches. Ready is the time until the ' +
    "app's first report, exit the time until the command ends.",
  rounds: { full: 5, quick: 1 },
  metrics: START_METRICS,
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
  return { title, base: PLAIN.name, rows: startRows(bench, 'start', project, 'app.js') };
}
