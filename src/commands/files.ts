/** `covermain files`: statement coverage per file. */

import { requireCoverage } from '../operations/require-coverage.js';
import { openProject } from '../project/project.js';
import { addSummaries, summarizeFiles, withPercentages } from '../report/summary.js';
import type { FilesDocument } from './documents.js';
import { printTable, statementPercentFormatter, type TableOptions, toSummaryRows } from './tables.js';

/**
 * Prints a row for each file: its path, the percentage of executed statements, and their number. The last row is the
 * total. With `--json` it prints a `FilesDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `CONFIG_UNREADABLE`, and as `requireCoverage`
 */
export async function filesCommand(options: TableOptions): Promise<number> {
  const project = await openProject(options.cwd);
  const { map, root } = await requireCoverage(options, project);
  const files = summarizeFiles(map, root);
  const total = addSummaries(files);
  const document: FilesDocument = { files: files.map(withPercentages), total: withPercentages(total) };
  const formatPercent = statementPercentFormatter(options, project);
  printTable(options, document, toSummaryRows(files, total, formatPercent));
  return 0;
}
