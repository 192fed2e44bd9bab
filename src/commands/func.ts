/** `covermain func`: how much of each function ran, as `go tool cover -func` has it. */
import { goTextPathOf } from '../interchange/to-go-text.js';
import { openProject } from '../project/project.js';
import { type FunctionSummary, functionRatio, summarizeFunctions } from '../report/functions.js';
import { formatPercent } from '../report/ratio.js';
import { addSummaries, summarizeFiles } from '../report/summary.js';
import { printTable, requireCoverage, type TableOptions } from './require-coverage.js';

/**
 * A line for each function: where it is declared, its name, and the percentage of its statements that ran, without
 * those of functions inside it; then one for all statements of the files, also those outside of functions. With
 * `--json` an object: `functions`, each a `FunctionSummary`, and `total`, a `Summary`.
 *
 * @returns the exit code
 * @throws CovermainError as `requireCoverage`
 */
export async function funcCommand(options: TableOptions): Promise<number> {
  const { map, root } = await requireCoverage(options, await openProject(options.cwd));
  const functions = summarizeFunctions(map, root);
  const total = addSummaries(summarizeFiles(map, root));
  const last = ['total:', '(statements)', formatPercent(total.statements)];
  printTable(options, { functions, total }, [...functions.map(rowOf), last]);
  return 0;
}

function rowOf(one: FunctionSummary): readonly string[] {
  return [
    `${goTextPathOf(one.path)}:${one.line}:`,
    goTextPathOf(one.name),
    formatPercent(functionRatio(one)),
  ];
}
