/** Decides for each changed file, and for each measured version of it, what has changed. */
import { sha256 } from '../platform/crypto.js';
import { type FileMeta, UNKNOWN_SOURCE } from '../profile/model/file-meta.js';
import { type ChangedPart, changedPartsOf, wholeFile } from './changed-parts.js';
import { changedRegions } from './changed-regions.js';
import type { ChangedFileImpact } from './impact-document.js';
import type { DivideSource } from './source-regions.js';

/** A changed file, with paths relative to the root. */
export interface ComparedFile extends Pick<ChangedFileImpact, 'path' | 'status' | 'from'> {
  /** Absolute path. */
  readonly file: string;
  /** Texts of the base and of the disk; `undefined` if the file is not text in both. */
  readonly texts: { readonly base: string; readonly current: string } | undefined;
}

export interface ChangeFinderOptions {
  readonly changes: readonly ComparedFile[];
  readonly divide: DivideSource;
  /** Returns the hash of the source on the disk by its path in a meta, or `undefined` if it cannot be read. */
  readonly currentHashOf: (path: string) => string | undefined;
}

/** Returns the changed code of the version of a file that a meta describes. Equal metas give equal parts. */
export type FindChangedParts = (hash: string, meta: FileMeta) => readonly ChangedPart[];

/** Returns a function that compares measured versions with the base and with the disk. */
export function createChangeFinder(options: ChangeFinderOptions): FindChangedParts {
  const byPath = new Map<string, ComparedFile>();
  for (const change of options.changes)
    for (const path of [change.path, change.from]) if (path !== null) byPath.set(path, change);
  const found = new Map<string, readonly ChangedPart[]>();
  return (hash, meta) => {
    const known = found.get(hash);
    if (known) return known;
    const change = byPath.get(meta.path);
    const parts = change ? partsOfChanged(meta, change, options) : partsOfUnchanged(meta, options);
    found.set(hash, parts);
    return parts;
  };
}

/** A record of another version shows neither what a test executes in the base nor what it executes now. */
function partsOfUnchanged(meta: FileMeta, { currentHashOf }: ChangeFinderOptions): readonly ChangedPart[] {
  const isCurrent = meta.sourceHash === UNKNOWN_SOURCE || meta.sourceHash === currentHashOf(meta.path);
  return isCurrent ? [] : [wholeFile(meta, 'version')];
}

function partsOfChanged(
  meta: FileMeta,
  { file, texts }: ComparedFile,
  { divide }: ChangeFinderOptions,
): readonly ChangedPart[] {
  // Equal texts: the kind or the mode of the file has changed.
  if (!texts || texts.base === texts.current || meta.sourceHash === UNKNOWN_SOURCE)
    return [wholeFile(meta, 'file')];
  const { base, current } = texts;
  const [baseHash, currentHash] = [sha256(base), sha256(current)];
  if (meta.sourceHash !== baseHash && meta.sourceHash !== currentHash) return [wholeFile(meta, 'version')];
  const [measured, other] = meta.sourceHash === currentHash ? [current, base] : [base, current];
  try {
    return changedPartsOf(meta, changedRegions(divide(measured, file), divide(other, file)));
  } catch {
    return [wholeFile(meta, 'file')]; // one of the texts has a syntax error, or is not a program
  }
}
