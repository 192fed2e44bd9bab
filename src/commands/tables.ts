/** Tables of coverage, and the same as JSON. */

import type { CoverageOptions } from '../operations/require-coverage.js';
import type { Project } from '../project/project.js';
import type { Ratio } from '../report/figures/ratio.js';
import type { PathSummary, Summary } from '../report/summary.js';
import { type Colors, createPercentFormatter, NO_COLORS } from './colors.js';
import { alignRows } from './format.js';
import { type Print, printJson, printLines } from './print.js';

export interface TableOptions extends CoverageOptions {
  /** Whether to print one JSON document instead of a table. */
  readonly json?: boolean;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
  /** Prints a line of the result. */
  readonly print: Print;
}

/** Prints a JSON document, or the rows of a table. */
export function printTable<Document>(
  { json, print }: Pick<TableOptions, 'json' | 'print'>,
  document: Document,
  rows: readonly (readonly string[])[],
): void {
  if (json) printJson(print, document);
  else printLines(print, alignRows(rows));
}

/** Returns a row for each file or directory, and one for their total. */
export function toSummaryRows(
  summaries: readonly PathSummary[],
  total: Summary,
  formatPercent: (ratio: Ratio) => string,
): readonly (readonly string[])[] {
  const cellsOf = ({ statements }: Summary) => [
    formatPercent(statements),
    `${statements.covered}/${statements.total}`,
  ];
  return [...summaries.map((summary) => [summary.path, ...cellsOf(summary)]), ['total', ...cellsOf(total)]];
}

/** Returns the format of percentages of statements, coloured by the watermarks of the project. */
export function statementPercentFormatter(
  { colors = NO_COLORS }: TableOptions,
  { config }: Project,
): (ratio: Ratio) => string {
  return createPercentFormatter(colors, config.watermarks.statements);
}
