/** `covermain percent`: how much of each folder ran. */
import { openProject } from '../project/project.js';
import { addSummaries, summarizeFiles, summarizeFolders } from '../report/summary.js';
import { printSummaries, requireCoverage, type TableOptions } from './require-coverage.js';

/**
 * A line for each folder: its path, the percentage of its statements that ran, and how many of how many; then one for
 * all. With `--json` an object: `folders`, each a `PathSummary`, and `total`, a `Summary`.
 *
 * @returns the exit code
 * @throws CovermainError as `requireCoverage`
 */
export async function percentCommand(options: TableOptions): Promise<number> {
  const { map, root } = await requireCoverage(options, await openProject(options.cwd));
  const files = summarizeFiles(map, root);
  printSummaries(options, 'folders', summarizeFolders(files), addSummaries(files));
  return 0;
}
