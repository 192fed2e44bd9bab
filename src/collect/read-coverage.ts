/** What every command that looks at coverage reads: its inputs as one map of the project. */
import { type ProjectCoverage, toCoverageMap } from '../interchange/coverage-map.js';
import { describeVersions } from './describe-versions.js';
import { type ReadOptions, readInputs } from './read-inputs.js';
import { sourceHashAt } from './source-state.js';

export type { ReadOptions };

export interface Coverage extends ProjectCoverage {
  /** Absolute path of the folder that sources are in. */
  readonly root: string;
}

/**
 * What the inputs hold together; of a file in several versions the one that is on the disk, if it is one of them. What
 * cannot be in any number is said.
 *
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`
 */
export async function readCoverage(options: ReadOptions): Promise<Coverage> {
  const { totals, root } = await readInputs(options);
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  for (const line of describeVersions(others, root)) options.logLine(line);
  return { map, others, root };
}
