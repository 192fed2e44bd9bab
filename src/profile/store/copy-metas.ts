/** Puts metas of one directory into another, such as that of a session. */
import type { EncodedMeta } from '../format/meta-pack.js';
import type { MetaFiles } from './meta-files.js';
import { linkMetaFile, writeMetas } from './write-profile.js';

/**
 * Adds metas to a directory, unless it has them. Links the files of other directories that have no other metas: those would be
 * reported as files that have not run. Writes the others as one file.
 *
 * @param sources directories that may have the metas
 * @param bytesOf returns an encoded meta; `undefined` for one that cannot be had, which is then left out
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; the errors of `bytesOf`
 */
export function addMetas(
  target: MetaFiles,
  hashes: readonly string[],
  sources: readonly MetaFiles[],
  bytesOf: (hash: string) => Uint8Array | undefined,
): void {
  const lacking = new Set(target.lacking(hashes));
  if (lacking.size === 0) return;
  const wanted = new Set(hashes);
  for (const source of sources) {
    for (const file of lacking.size > 0 ? source.all() : []) {
      const isNeeded = file.extents.some(({ hash }) => lacking.has(hash));
      if (!isNeeded || !file.extents.every(({ hash }) => wanted.has(hash))) continue;
      if (!linkMetaFile(source.directory, target.directory, file)) continue;
      target.add(file);
      for (const { hash } of file.extents) lacking.delete(hash);
    }
  }
  const rest = [...lacking].flatMap((hash): EncodedMeta | readonly [] => {
    const bytes = bytesOf(hash);
    return bytes ? { hash, bytes } : [];
  });
  for (const file of writeMetas(target.directory, rest)) target.add(file);
}

/** As `addMetas`, for metas that only the other directory has. @returns the hashes of those that it has not */
export function copyMetas(from: MetaFiles, target: MetaFiles, hashes: readonly string[]): readonly string[] {
  addMetas(target, hashes, [from], from.read);
  return target.lacking(hashes);
}
