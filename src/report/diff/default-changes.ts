/** Finds the coverage of the lines that have changed since the default branch. */
import { findSource } from '../../collect/source-state.js';
import { listChanges } from '../../git/changes.js';
import { findDefaultBase } from '../../git/default-base.js';
import { openRepository } from '../../git/repository.js';
import { type IstanbulFile, sourceHashOf } from '../../interchange/from-istanbul.js';
import { readTextFile } from '../../platform/read-text-file.js';
import { findGitTop, resolveLinks } from '../../project/package.js';
import type { Environment } from '../../settings/index.js';
import { type ChangeEvidence, coverChanges } from './change-coverage.js';
import type { ChangeCoverage } from './change-document.js';
import type { UnloadedReader } from './unloaded.js';

export interface DefaultChanges {
  /** Git ref that the files were compared with. */
  readonly ref: string;
  readonly changes: ChangeCoverage;
}

export interface DefaultChangesOptions extends UnloadedReader {
  /** Absolute path of the project. */
  readonly root: string;
  /** Coverage by absolute path. */
  readonly map: Readonly<Record<string, IstanbulFile>>;
  readonly environment: Environment;
  /** Kills git when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Returns the coverage of the changes since the default base, or `undefined` without a Git repository or a commit.
 *
 * @throws CovermainError of git; the reason of the signal
 */
export async function findDefaultChanges(
  options: DefaultChangesOptions,
): Promise<DefaultChanges | undefined> {
  const { root, map, isCounted, readUnloaded, environment, signal } = options;
  // Starting git takes longer than all the rest.
  if (findGitTop(root) === undefined) return undefined;
  const repository = await openRepository(root, environment, signal);
  const base = await findDefaultBase(repository);
  if (!base) return undefined;
  const roots = [resolveLinks(root), resolveLinks(repository.top)];
  // There may be many untracked files.
  const isListed = (path: string) => Object.hasOwn(map, path) || isCounted(path);
  const changes = coverChanges(await listChanges(repository, base.commit, isListed), {
    root,
    map: withHashes(map),
    stateOf: (file) => findSource(file, roots).state,
    sourceOf: readTextFile,
    readUnloaded,
  });
  return { ref: base.ref, changes };
}

function withHashes(map: DefaultChangesOptions['map']): ChangeEvidence['map'] {
  return Object.fromEntries(
    Object.entries(map).map(([path, file]) => [path, { ...file, hash: sourceHashOf(file) }]),
  );
}
