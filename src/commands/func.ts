/** `covermain func`: statement coverage per function, in the layout of `go tool cover -func`. */

import { requireCoverage } from '../operations/require-coverage.js';
import { openProject } from '../project/project.js';
import { toPercentRatio } from '../report/figures/ratio.js';
import { functionRatio, inferredNamesOf, summarizeFunctions } from '../report/functions.js';
import { addSummaries, summarizeFiles, withPercentages } from '../report/summary.js';
import type { FuncDocument } from './documents.js';
import { printTable, statementPercentFormatter, type TableOptions } from './tables.js';

/**
 * Prints a row for each function: where it is declared, its name, and the percentage of its executed statements
 * without those of functions inside it. The last row is the total of all statements, including those outside of
 * functions. A function without a name has the name that V8 infers. With `--json` it prints a `FuncDocument`, with
 * Istanbul's names.
 *
 * @returns the exit code
 * @throws CovermainError `CONFIG_UNREADABLE`, and as `requireCoverage`
 */
export async function funcCommand(options: TableOptions): Promise<number> {
  const project = await openProject(options.cwd);
  const { map, root } = await requireCoverage(options, project);
  const functions = options.json
    ? summarizeFunctions(map, root)
    : summarizeFunctions(map, root, inferredNamesOf);
  const total = addSummaries(summarizeFiles(map, root));
  const document: FuncDocument = {
    functions: functions.map((one) => ({ ...one, statements: toPercentRatio(one.statements) })),
    total: withPercentages(total),
  };
  const formatPercent = statementPercentFormatter(options, project);
  const rows = functions.map((one) => [
    `${one.path}:${one.line}:`,
    one.name,
    formatPercent(functionRatio(one)),
  ]);
  printTable(options, document, [...rows, ['total:', '(statements)', formatPercent(total.statements)]]);
  return 0;
}
