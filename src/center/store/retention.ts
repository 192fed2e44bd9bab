/** Removes profiles that are too old, and what nothing refers to afterwards. */
import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TEMPORARY_PREFIX } from '../../platform/private-files.js';
import { readDataFileIfPossible } from '../../platform/regular-files.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../../profile/format/constants.js';
import { checkCounters } from '../../profile/format/counters-scan.js';
import { readStoredEnd } from '../../profile/store/store-archive.js';
import { type MetaUse, UNUSED_TIME } from './meta-use.js';
import { textDirectoryOf } from './text-directory.js';

/** Numbers of what was removed. */
export interface RemovedProfiles {
  readonly profiles: number;
  readonly metas: number;
}

export interface RetentionOptions {
  /** Milliseconds since 1970. Profiles whose counters were read, and that arrived, before this time are removed. */
  readonly before: number;
  readonly metas: Pick<MetaUse, 'watch' | 'forget' | 'files'>;
}

/** Milliseconds after which a temporary file was left by a process that was killed. */
const ABANDONED_TIME = 600_000;

/**
 * Removes old profiles, then the metas that neither a profile nor a recent push uses. Damaged profiles stay. Yields after each file
 * that it reads, so that pushes are stored in between.
 */
export async function removeOldProfiles(
  directory: string,
  { before, metas }: RetentionOptions,
): Promise<RemovedProfiles> {
  const used = metas.watch();
  const removed = { profiles: 0, metas: 0 };
  for (const { path, name } of await filesBefore(directory, COUNTERS_PREFIX, before)) {
    const end = readStoredEnd(path, name);
    if (end && Date.parse(end) < before && isBefore(path, before)) removed.profiles += remove(path);
    await nextTurn();
  }
  for (const { path } of await filesBefore(textDirectoryOf(directory), '', before))
    removed.profiles += remove(path);
  const unused = await filesBefore(directory, META_PREFIX, Date.now() - UNUSED_TIME);
  if (unused.length === 0) return removed;
  const live = await metasOf(directory);
  const files = new Map(
    metas
      .files()
      .all()
      .map((file) => [file.name, file]),
  );
  for (const { path, name } of unused) {
    const hashes = files.get(name)?.extents.map(({ hash }) => hash) ?? [name.slice(META_PREFIX.length)];
    if (hashes.some((hash) => live.has(hash) || used.has(hash))) continue;
    if (!isBefore(path, Date.now() - UNUSED_TIME)) continue;
    for (const hash of hashes) metas.forget(hash);
    removed.metas += remove(path) * hashes.length;
  }
  return removed;
}

/** Removes temporary files that processes have left that were killed while they wrote. */
export async function removeAbandonedFiles(directory: string): Promise<void> {
  for (const { path } of await filesBefore(directory, TEMPORARY_PREFIX, Date.now() - ABANDONED_TIME))
    remove(path);
}

interface DirectoryFile {
  readonly path: string;
  readonly name: string;
}

/** Number of files that are examined without a pause. */
const SLICE = 200;

/** Returns the files that were changed before a time. Empty if there is no directory. */
async function filesBefore(
  directory: string,
  prefix: string,
  time: number,
): Promise<readonly DirectoryFile[]> {
  const found: DirectoryFile[] = [];
  for (const [index, name] of listNamesIn(directory).entries()) {
    if (index % SLICE === 0) await nextTurn();
    const path = join(directory, name);
    if (name.startsWith(prefix) && isBefore(path, time)) found.push({ path, name });
  }
  return found;
}

/** Returns the hashes of the metas that any profile uses. */
async function metasOf(directory: string): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for (const name of listNamesIn(directory)) {
    if (!name.startsWith(COUNTERS_PREFIX)) continue;
    const bytes = readDataFileIfPossible(join(directory, name));
    try {
      for (const { meta } of bytes ? checkCounters(bytes, name).files : []) hashes.add(meta);
    } catch {
      // a damaged profile needs no metas
    }
    await nextTurn();
  }
  return hashes;
}

function listNamesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isBefore(path: string, time: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.mtimeMs < time;
}

/** @returns the number of removed files: 0 if another center has removed it */
function remove(path: string): number {
  try {
    unlinkSync(path);
    return 1;
  } catch {
    return 0;
  }
}
