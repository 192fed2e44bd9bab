/** The scenarios in which an app computes: CPU time of its own work, once it is warm. */
import { createSeat, type Project, rowOf } from './project.js';
import { runProgram } from './run/program.js';
import type { Bench, Scenario } from './scenario.js';
import { TOOLS } from './variants.js';

interface Passes {
  readonly warmUp: number;
  readonly measured: number;
}

interface CpuOptions {
  readonly name: string;
  readonly isolates: string;
  /** Its `app.cjs` is what is started. */
  readonly project: () => Project;
  readonly passes: Passes;
  /** @default 7 */
  readonly rounds?: number;
}

/** Instrumenting is not in these numbers, and loading is not: only passes over the same input, one after another. */
export function cpuScenario({ name, isolates, project, passes, rounds = 7 }: CpuOptions): Scenario {
  return {
    name,
    isolates,
    rounds: { full: rounds, quick: 2 },
    metrics: [
      { name: 'CPU', unit: 'ms a pass' },
      { name: 'wall', unit: 'ms a pass' },
    ],
    tables: async (bench) => {
      const files = project();
      const title = `${name}, ${passes.measured} passes after ${passes.warmUp}`;
      return [{ title, base: 'plain Node', rows: rowsOf(bench, name, files, passes) }];
    },
  };
}

function rowsOf(bench: Bench, name: string, project: Project, { warmUp, measured }: Passes) {
  return TOOLS.map((variant) => {
    const seat = createSeat(bench.createFolder(name), variant, bench.node, project);
    return rowOf(variant, seat, {
      prime: async () => {
        await runProgram(await seat.launch(['app.cjs', '0', '1']));
      },
      sample: async () =>
        (await runProgram(await seat.launch(['app.cjs', `${warmUp}`, `${measured}`]))).report,
    });
  });
}
