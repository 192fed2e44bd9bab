/** Finds files of this machine that were measured on another one. */
import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isBelow } from '../platform/is-below.js';
import { listSome } from '../platform/plural-forms.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { CollectionRoots } from './collection.js';

/**
 * Returns the path below `root` of a file that was measured below one of `recordedRoots`. Other paths are only
 * resolved.
 */
export function relocatePath(path: string, { root, recordedRoots }: CollectionRoots): string {
  const recorded = recordedRoots.find((directory) => isBelow(directory, path));
  if (isBelow(root, path) || recorded === undefined) return resolve(root, path);
  return resolve(root, relative(recorded, path));
}

/** Maximum number of files that are named. */
const MAX_NAMED = 3;

/**
 * Returns a line about files that are neither below the root nor at the path where they were measured, or `undefined`
 * if there are none. The line names the root of the other machine if the paths reveal it.
 */
export function describeRelocatedFiles(
  metas: Iterable<Pick<FileMeta, 'path'>>,
  root: string,
): string | undefined {
  const paths = new Set(
    [...metas].filter(({ path }) => path.startsWith('../')).map(({ path }) => resolve(root, path)),
  );
  const missing = [...paths].filter((path) => !existsSync(path)).sort();
  if (missing.length === 0) return undefined;
  const recorded = findRecordedRoot(missing.slice(0, MAX_TRIED), root);
  const remedy =
    recorded === undefined
      ? `If ${root} had another path there, name that path with --recorded-root.`
      : `Use --recorded-root ${recorded} to look for them in ${root}.`;
  return `Measured elsewhere and not found here: ${listSome(missing, MAX_NAMED)}. ${remedy}`;
}

/** Maximum number of missing files whose paths are compared with the files here. */
const MAX_TRIED = 100;

function findRecordedRoot(missing: readonly string[], root: string): string | undefined {
  for (const path of missing) {
    const recorded = recordedRootOf(path, root);
    if (recorded !== undefined) return recorded;
  }
  return undefined;
}

/** Returns the root of the other machine, if the end of a path leads to an existing file below `root`. */
function recordedRootOf(path: string, root: string): string | undefined {
  const parts = path.split(sep);
  for (let first = 1; first < parts.length; first++)
    if (existsSync(join(root, ...parts.slice(first)))) return parts.slice(0, first).join(sep) || sep;
  return undefined;
}
