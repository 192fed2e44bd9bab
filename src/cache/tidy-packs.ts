/** Keeps the packs of a cache few and its size limited. */
import { readdirSync, type Stats, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheDirectory } from '../platform/cache-directory.js';
import type { Hash } from '../platform/fast-hash.js';
import { TEMPORARY_PREFIX } from '../platform/private-files.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { isBundleCodeName } from './bundle-names.js';
import { encodePack, type NewEntry } from './pack-format.js';
import { isPackName, packNameOf, packPrefixOf } from './pack-names.js';
import { openPack, type PackReader } from './pack-reader.js';

export interface CacheLimits {
  /** Number of packs of a build that are not merged. @default 16 */
  readonly packs: number;
  /** Bytes of all packs. If they are exceeded, the oldest packs are deleted. @default 256 MB */
  readonly bytes: number;
  /** Bytes of the packs that are merged at once, so that it takes only milliseconds. @default 8 MB */
  readonly mergedBytes: number;
}

const LIMITS: CacheLimits = { packs: 16, bytes: 2 ** 28, mergedBytes: 2 ** 23 };

/** Milliseconds after which a temporary file belongs to a process that was killed. */
const TEMPORARY_AGE = 3_600_000;

interface CacheFile {
  readonly path: string;
  readonly name: string;
  readonly stats: Stats;
}

// The app may replace the global later.
const { now } = Date;

/**
 * Deletes temporary files that killed processes left and the oldest packs above the limit, and merges the smallest packs if there
 * are many. Other processes may do the same meanwhile: then some entries exist twice, or are missing and made again.
 *
 * Never throws.
 *
 * @param path absolute path of the directory
 */
export function tidyPacks(
  directory: CacheDirectory,
  path: string,
  build: Hash,
  limits: CacheLimits = LIMITS,
): void {
  try {
    const kept = deleteOldFiles(path, limits.bytes).filter(({ name }) =>
      name.startsWith(packPrefixOf(build)),
    );
    if (kept.length > limits.packs) mergeSmallest(directory, path, build, kept, limits);
  } catch {
    // The directory was removed, or cannot be changed.
  }
}

/**
 * Deletes temporary files that killed processes left, and the oldest packs above the limit.
 *
 * @param path absolute path of the directory
 * @param limit bytes of all packs
 * @returns the packs that are left, newest first
 * @throws the error of `readdir` or `unlink`
 */
export function deleteOldFiles(path: string, limit = LIMITS.bytes): readonly CacheFile[] {
  const files = listFiles(path);
  const isLeft = ({ name, stats }: CacheFile) =>
    name.startsWith(TEMPORARY_PREFIX) && now() - stats.mtimeMs > TEMPORARY_AGE;
  for (const file of files.filter(isLeft)) unlinkSync(file.path);
  const packs = files
    .filter(({ name }) => isPackName(name) || isBundleCodeName(name))
    .sort((left, right) => right.stats.mtimeMs - left.stats.mtimeMs);
  return deleteOldest(packs, limit);
}

function listFiles(path: string): readonly CacheFile[] {
  return readdirSync(path).flatMap((name) => {
    const file = join(path, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? [{ path: file, name, stats }] : [];
  });
}

/** @param packs newest first @returns those that are left */
function deleteOldest(packs: readonly CacheFile[], limit: number): readonly CacheFile[] {
  let bytes = 0;
  return packs.filter(({ path, stats }) => {
    bytes += stats.size;
    if (bytes <= limit) return true;
    unlinkSync(path);
    return false;
  });
}

/** Replaces the smallest packs by one. @param packs newest first */
function mergeSmallest(
  directory: CacheDirectory,
  path: string,
  build: Hash,
  packs: readonly CacheFile[],
  { mergedBytes, packs: maxPacks }: CacheLimits,
): void {
  let bytes = 0;
  const small = packs
    .toSorted((left, right) => left.stats.size - right.stats.size)
    .filter(({ stats }) => {
      bytes += stats.size;
      return bytes <= mergedBytes;
    });
  // A large cache has many packs that cannot be merged. Then each end of a thread would merge the rest again.
  if (small.length < Math.max(2, maxPacks / 4)) return;
  const sources = packs.filter((pack) => small.includes(pack));
  const readers = sources.flatMap((source) => openPack(directory, source.path, build) ?? []);
  const merged = new Map<string, NewEntry>();
  // A newer entry replaces an older one, in whose position it is read.
  for (const reader of readers.toReversed()) {
    for (const entry of entriesOf(reader)) merged.set(entry.key.join(), entry);
  }
  const pack = encodePack(build, [...merged.values()]);
  const mergedPath = join(path, packNameOf(build, pack.name));
  writeAtomically(mergedPath, pack.bytes);
  for (const source of sources) if (source.path !== mergedPath) unlinkSync(source.path);
}

/** Returns the undamaged entries in the order of their data. */
function entriesOf({ index, read }: PackReader): readonly NewEntry[] {
  return Array.from({ length: index.count }, (_, position) => index.at(position))
    .sort((left, right) => left.offset - right.offset)
    .flatMap((entry) => {
      const data = read(entry);
      return data ? [{ key: entry.key, data }] : [];
    });
}
