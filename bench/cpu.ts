/** Scenarios in which an app computes: they measure the CPU time of its work after warm-up. */
import { createSeat, type Project, rowOf } from './project.js';
import { runProgram } from './run/program.js';
import type { Bench, Scenario } from './scenario.js';
import { C8_REPORT, COVERMAIN, NYC_SILENT, PLAIN, TOOLS } from './variants.js';

/** Rounds of the rows of other tools. They take several times as long as the others, and no target concerns them. */
const OTHER_TOOL_ROUNDS = 2;

interface Passes {
  readonly warmUp: number;
  readonly measured: number;
}

export interface CpuOptions {
  readonly name: string;
  readonly isolates: string;
  /** Project whose `app.cjs` is started. */
  readonly project: () => Project;
  readonly passes: Passes;
  /** @default 7 */
  readonly rounds?: number;
  /** Target for the CPU time with covermain, as a factor of that without. */
  readonly factor?: number;
}

/** Measures repeated passes over the same input. The numbers include neither instrumenting nor loading. */
export function cpuScenario({ name, isolates, project, passes, rounds = 7, factor }: CpuOptions): Scenario {
  return {
    name,
    isolates,
    rounds: { full: rounds, quick: 2 },
    metrics: [
      { name: 'CPU', unit: 'ms per pass', compared: 'minimum' },
      { name: 'wall', unit: 'ms per pass', compared: 'minimum' },
    ],
    targets: factor === undefined ? [] : [{ metric: 'CPU', row: COVERMAIN.name, than: PLAIN.name, factor }],
    tables: async (bench) => {
      const files = project();
      const title = `${name}, ${passes.measured} passes after ${passes.warmUp}`;
      return [{ title, base: 'plain Node', rows: rowsOf(bench, name, files, passes) }];
    },
  };
}

function rowsOf(bench: Bench, name: string, project: Project, { warmUp, measured }: Passes) {
  return TOOLS.map((variant) => {
    const seat = createSeat(bench.createDirectory(name), variant, bench.node, project);
    const row = rowOf(variant, seat, {
      prime: async () => {
        await runProgram(await seat.launch(['app.cjs', '0', '1']));
      },
      sample: async () => {
        const { report } = await runProgram(await seat.launch(['app.cjs', `${warmUp}`, `${measured}`]));
        return { ...report, isCounting: seat.hasCounted() };
      },
    });
    const isOtherTool = variant === NYC_SILENT || variant === C8_REPORT;
    return isOtherTool ? { ...row, mostRounds: OTHER_TOOL_ROUNDS } : row;
  });
}
