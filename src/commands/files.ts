/** `covermain files`: how much of each file ran. */
import { openProject } from '../project/project.js';
import { addSummaries, summarizeFiles } from '../report/summary.js';
import { printSummaries, requireCoverage, type TableOptions } from './require-coverage.js';

/**
 * A line for each file: its path, the percentage of its statements that ran, and how many of how many; then one for
 * all. With `--json` an object: `files`, each a `PathSummary`, and `total`, a `Summary`.
 *
 * @returns the exit code
 * @throws CovermainError as `requireCoverage`
 */
export async function filesCommand(options: TableOptions): Promise<number> {
  const { map, root } = await requireCoverage(options, await openProject(options.cwd));
  const summaries = summarizeFiles(map, root);
  printSummaries(options, 'files', summaries, addSummaries(summaries));
  return 0;
}
