/** Finds the coverage of the lines that have changed since a Git ref. */
import { type Coverage, type ReadOptions, readCoverage } from '../collect/read-coverage.js';
import { sourceStateOf } from '../collect/source-state.js';
import { findBase } from '../git/base.js';
import { listChanges } from '../git/changes.js';
import { openRepository, type Repository } from '../git/repository.js';
import { passAbortPoint } from '../platform/abort-point.js';
import { readTextFile } from '../platform/read-text-file.js';
import { type NycConfig, readThreshold } from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import { coverChanges } from '../report/diff/change-coverage.js';
import type { ChangeCoverage } from '../report/diff/change-document.js';
import { createUnloadedReader } from '../report/diff/unloaded.js';
import { requireOption } from './check-options.js';
import type { DiffDocument, DiffThreshold } from './documents.js';
import type { DiffOptions } from './options.js';
import { completeOptions, type OperationContext, projectOf, resolveRoots } from './reading-options.js';

/**
 * Returns the coverage of changed lines. The configuration is that of the project of `cwd`, also with `root`.
 *
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`, `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_FAILED`,
 *   and everything that `readCoverage` throws; `SETTING_INVALID` for invalid options
 */
export async function diffProfiles(given: DiffOptions & OperationContext): Promise<DiffDocument> {
  const completed = completeOptions(given);
  const required = readRequired(given);
  requireOption(given, 'base', 'a Git ref to compare with, such as origin/main');
  const project = await projectOf(completed);
  const options = resolveRoots(completed, project.root);
  // Git first: its errors come at once, while profiles may take long to read.
  const repository = await openRepository(options.root, options.environment);
  const base = await findBase(repository, given.base);
  const coverage = await readCoverage(options);
  await passAbortPoint(options.signal);
  const changes = await coverSince(base.commit, repository, coverage, options, project.config);
  const threshold = required === undefined ? null : checkThreshold(changes, required, given.force);
  const { root, inputs } = coverage;
  const { warnings } = completed;
  return { base, ...changes, root, repository: repository.top, threshold, inputs, warnings };
}

function readRequired({ failUnder }: DiffOptions): number | undefined {
  return failUnder === undefined ? undefined : readThreshold('failUnder', failUnder);
}

async function coverSince(
  commit: string,
  repository: Repository,
  { map, root, trustedRoots }: Coverage,
  options: ReadOptions,
  config: NycConfig,
): Promise<ChangeCoverage> {
  const roots = [...trustedRoots, resolveLinks(repository.top)];
  return coverChanges(await listChanges(repository, commit), {
    root,
    map,
    // Git lists files of the repository, also those outside of the root.
    stateOf: (file) => sourceStateOf(file, roots),
    sourceOf: readTextFile,
    readUnloaded: createUnloadedReader(options.root, config).readUnloaded,
  });
}

/**
 * Compares the covered lines with the threshold. It is unknown if a changed file differs from the version that was
 * measured, or if the coverage of all changed files is unknown. With `force` such files are ignored.
 */
function checkThreshold(
  { lines, stale, notMeasured }: ChangeCoverage,
  required: number,
  force = false,
): DiffThreshold {
  const unknown = (reason: string, files: readonly { readonly path: string }[]): DiffThreshold => {
    return { required, state: 'unknown', reason, files: files.map(({ path }) => path) };
  };
  if (stale.length > 0 && !force) return unknown('these files differ from what was measured', stale);
  // Without any counted line, the files that are not counted are all that has changed.
  if (lines.total === 0 && notMeasured.length > 0 && !force)
    return unknown('the coverage of these files is unknown', notMeasured);
  const isReached = lines.covered * 100 >= required * lines.total;
  return { required, state: isReached ? 'reached' : 'missed', reason: null, files: [] };
}
