/** Finds the changed files of which the most changed lines have not run, for a person who tests a change. */
import { findSource } from '../../collect/source-state.js';
import { listChanges } from '../../git/changes.js';
import { findDefaultBase } from '../../git/default-base.js';
import { openRepository } from '../../git/repository.js';
import { type IstanbulFile, sourceHashOf } from '../../interchange/from-istanbul.js';
import { pluralize } from '../../platform/plural-forms.js';
import { readTextFile } from '../../platform/read-text-file.js';
import { findGitTop, resolveLinks } from '../../project/package.js';
import type { Environment } from '../../settings/index.js';
import { type ChangeEvidence, coverChanges } from './change-coverage.js';
import type { CodeChange } from './change-document.js';
import { formatLines } from './format-changes.js';

export interface MissedChanges {
  /** Git ref that the files were compared with. */
  readonly ref: string;
  /** Files with missed lines, those with the most first. */
  readonly files: readonly CodeChange[];
}

export interface MissedChangesOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Coverage by absolute path. */
  readonly map: Readonly<Record<string, IstanbulFile>>;
  /** Whether a file may have code to count that is not in the map, by its absolute path. There may be many untracked files. */
  readonly isCounted: (path: string) => boolean;
  /** As in `ChangeEvidence`. */
  readonly readUnloaded: ChangeEvidence['readUnloaded'];
  readonly environment: Environment;
  /** Kills git when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Returns the missed changes since the default base, or `undefined` without a Git repository or a commit. A file that differs from
 * the version that was measured is left out, because its coverage is unknown.
 *
 * @throws CovermainError of git; the reason of the signal
 */
export async function findMissedChanges(options: MissedChangesOptions): Promise<MissedChanges | undefined> {
  const { root, map, isCounted, readUnloaded, environment, signal } = options;
  // Starting git takes longer than all the rest.
  if (findGitTop(root) === undefined) return undefined;
  const repository = await openRepository(root, environment, signal);
  const base = await findDefaultBase(repository);
  if (!base) return undefined;
  const roots = [resolveLinks(root), resolveLinks(repository.top)];
  const isListed = (path: string) => Object.hasOwn(map, path) || isCounted(path);
  const { files } = coverChanges(await listChanges(repository, base.commit, isListed), {
    root,
    map: withHashes(map),
    stateOf: (file) => findSource(file, roots).state,
    sourceOf: readTextFile,
    readUnloaded,
  });
  return { ref: base.ref, files: sortByMissed(files) };
}

function withHashes(map: MissedChangesOptions['map']): ChangeEvidence['map'] {
  return Object.fromEntries(
    Object.entries(map).map(([path, file]) => [path, { ...file, hash: sourceHashOf(file) }]),
  );
}

function sortByMissed(files: readonly CodeChange[]): readonly CodeChange[] {
  return files
    .filter(({ missed }) => missed.length > 0)
    .sort((one, other) => other.missed.length - one.missed.length);
}

/** Maximum number of files, and of ranges of a file, that are named. `covermain diff` names all. */
const MAXIMUM_FILES = 5;
const MAXIMUM_RANGES = 8;

/** Returns a heading and a line for each file, or nothing if all changed lines have run. */
export function formatMissedChanges({ ref, files }: MissedChanges): readonly string[] {
  if (files.length === 0) return [];
  const more = files.length - MAXIMUM_FILES;
  return [
    `Changed since ${ref} and not run:`,
    ...files.slice(0, MAXIMUM_FILES).map((file) => `  ${describeFile(file)}`),
    ...(more > 0 ? [`  and ${pluralize(more, 'more file')}: covermain diff --base ${ref}`] : []),
  ];
}

function describeFile({ path, lines, missed }: CodeChange): string {
  const changed = pluralize(lines.total, 'changed line');
  return `${path}: ${missed.length} of ${changed} not run (${formatLines(missed, MAXIMUM_RANGES)})`;
}
