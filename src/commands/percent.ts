/** `covermain percent`: statement coverage per directory. */

import { requireCoverage } from '../operations/require-coverage.js';
import { openProject } from '../project/project.js';
import { addSummaries, summarizeDirectories, summarizeFiles, withPercentages } from '../report/summary.js';
import type { PercentDocument } from './documents.js';
import { printTable, statementPercentFormatter, type TableOptions, toSummaryRows } from './tables.js';

/**
 * Prints a row for each directory: its path, the percentage of executed statements, and their number. The last row is
 * the total. With `--json` it prints a `PercentDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `CONFIG_UNREADABLE`, and as `requireCoverage`
 */
export async function percentCommand(options: TableOptions): Promise<number> {
  const project = await openProject(options.cwd);
  const { map, root } = await requireCoverage(options, project);
  const files = summarizeFiles(map, root);
  const directories = summarizeDirectories(files);
  const total = addSummaries(files);
  const document: PercentDocument = {
    folders: directories.map(withPercentages),
    total: withPercentages(total),
  };
  const formatPercent = statementPercentFormatter(options, project);
  printTable(options, document, toSummaryRows(directories, total, formatPercent));
  return 0;
}
