/** Memory that counting adds to an app. */
import { createSeat, rowOf } from '../project.js';
import { runProgram } from '../run/program.js';
import type { Scenario } from '../scenario.js';
import { MODULES, startApp } from '../start-app/app.js';
import { TOOLS } from '../variants.js';

const ARGS = ['app.js', '--memory'];

export const memory: Scenario = {
  name: 'memory',
  isolates:
    "Memory of the app's process alone, two seconds after the app is ready, with warm caches. RSS is measured first. The " +
    'heap in use and the external memory of objects are measured after a garbage collection.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'RSS', unit: 'MB' },
    { name: 'heap used', unit: 'MB' },
    { name: 'external', unit: 'MB' },
  ],
  tables: async (bench) => {
    const project = startApp('CommonJS');
    const rows = TOOLS.map((variant) => {
      const seat = createSeat(bench.createDirectory('memory'), variant, bench.node, project);
      const run = async () => {
        const { report } = await runProgram(await seat.launch(ARGS));
        return { ...report, isCounting: seat.hasCounted() };
      };
      return rowOf(variant, seat, { sample: run, prime: async () => void (await run()) });
    });
    return [{ title: `memory, CommonJS, ${MODULES} modules`, base: 'plain Node', rows }];
  },
};
