/** Reads inputs as one coverage map of the project, for every command that examines coverage. */
import { type ProjectCoverage, toCoverageMap } from '../interchange/coverage-map.js';
import { describeVersions } from './describe-versions.js';
import type { TrustedRoots } from './packages/trusted-roots.js';
import { type ReadInputs, type ReadOptions, readInputs } from './read-inputs.js';
import { sourceHashAt } from './source-state.js';

export type { ReadOptions };

export interface Coverage extends ProjectCoverage, Pick<ReadInputs, 'inputs' | 'header'> {
  /** As in `ReadInputs`. */
  readonly root: string;
  /** As in `PlacedTotals`. */
  readonly trustedRoots: TrustedRoots;
  /** Absolute paths of the profile directories that were read. */
  readonly directories: readonly string[];
}

/**
 * Reads inputs and adds them up. If a file has several versions, the version on disk is chosen if it was measured.
 * Coverage that is left out is logged.
 *
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`
 */
export async function readCoverage(options: ReadOptions): Promise<Coverage> {
  const { totals, ...input } = await readInputs(options);
  const { root, trustedRoots, inputs, header, directories } = input;
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  for (const line of describeVersions(others, root)) options.logLine(line);
  return { map, others, root, trustedRoots, inputs, header, directories };
}
