/** What counting adds to an app's memory. */
import { createSeat, rowOf } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Scenario } from '../scenario.js';
import { MODULES, startApp } from '../start-app/app.js';
import { TOOLS } from '../variants.js';

const ARGS = ['app.js', '--memory'];

export const memory: Scenario = {
  name: 'memory',
  isolates:
    "The memory of the app's own process, not of those around it, two seconds after it is ready, with warm caches: " +
    'RSS as it is then; the heap in use, and memory outside it that is bound to objects, after a garbage collection.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'RSS', unit: 'MB' },
    { name: 'heap used', unit: 'MB' },
    { name: 'external', unit: 'MB' },
  ],
  tables: async (bench) => {
    const project = startApp('CommonJS');
    const rows = TOOLS.map((variant) => {
      const seat = createSeat(bench.createFolder('memory'), variant, bench.node, project);
      const run = async () => (await runProgram(await seat.launch(ARGS))).report;
      return rowOf(variant, seat, { sample: run, prime: async () => void (await run()) });
    });
    return [{ title: `memory, CommonJS, ${MODULES} modules`, base: 'plain Node', rows }];
  },
};
