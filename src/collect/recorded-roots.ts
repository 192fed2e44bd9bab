/** Where files are here that were measured elsewhere. */
import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { listSome } from '../platform/plural-forms.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { CollectionRoots } from './collection.js';

/** The path as it is here, of a file that was measured where another folder was the root. */
export function relocatePath(path: string, { root, recordedRoots }: CollectionRoots): string {
  const recorded = recordedRoots.find((folder) => isUnder(folder, path));
  if (isUnder(root, path) || recorded === undefined) return resolve(root, path);
  return resolve(root, relative(recorded, path));
}

function isUnder(folder: string, path: string): boolean {
  const short = relative(folder, path);
  return short !== '..' && !short.startsWith(`..${sep}`) && !isAbsolute(short);
}

/** At most this many files are named. */
const NAMED = 3;

/**
 * What to say of files that are neither below the root nor where they were measured; `undefined` where there are none.
 * It has the folder that the root was there, if their paths tell.
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
  const recorded = missing.map((path) => recordedRootOf(path, root)).find((folder) => folder !== undefined);
  const remedy =
    recorded === undefined
      ? `if ${root} was another folder there, name that by --recorded-root`
      : `they are taken for files below ${root} by --recorded-root ${recorded}`;
  return `measured elsewhere, and not found here: ${listSome(missing, NAMED)}; ${remedy}`;
}

/** The folder that the root must have been, if a file is below the root by the end of its path. */
function recordedRootOf(path: string, root: string): string | undefined {
  const parts = path.split(sep);
  for (let first = 1; first < parts.length; first++)
    if (existsSync(join(root, ...parts.slice(first)))) return parts.slice(0, first).join(sep) || sep;
  return undefined;
}
