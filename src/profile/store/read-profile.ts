/** What profile files hold together: metas, the profiles that count by them, and what of it cannot be read. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../platform/errors.js';
import { corruptProfile } from '../format/byte-reader.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../format/constants.js';
import { decodeCounters } from '../format/counters-file.js';
import { decodeMeta, metaNameOf } from '../format/meta-file.js';
import type { CountersProfile } from '../model/counters-profile.js';
import type { FileMeta } from '../model/file-meta.js';
import type { ProfileDirectory, UnreadableFile } from '../model/profile-directory.js';

/** Files by name. They are read one at a time: a directory may hold more than memory does. */
export interface FileSource {
  /** Those that are there now. */
  readonly names: () => readonly string[];
  readonly read: (name: string) => Buffer;
  /** What a file is called where it cannot be read. */
  readonly pathOf: (name: string) => string;
}

/**
 * Reads a directory that processes may still be writing to. Files of other names are none of ours: logs, nyc's output,
 * and what a process that was killed left half written under a temporary name.
 *
 * @throws the error of `readdir`, where there is no such directory
 */
export function readProfileDirectory(directory: string): ProfileDirectory {
  return readProfileFiles(sourceOf(directory));
}

/** As `readProfileDirectory`, from anywhere. @throws what `names` throws */
export function readProfileFiles(source: FileSource): ProfileDirectory {
  // Processes write metas first, so whoever reads them last misses none.
  const counters = readFiles(source, COUNTERS_PREFIX, decodeCounters);
  const metaFiles = readFiles(source, META_PREFIX, decodeMeta);
  const metas = new Map([...metaFiles.decoded].map(([name, meta]) => [name.slice(META_PREFIX.length), meta]));
  const profiles: CountersProfile[] = [];
  const unreadable = [...metaFiles.unreadable, ...counters.unreadable];
  for (const [name, profile] of counters.decoded) {
    const mismatch = profile.files.map((file) => mismatchOf(file, metas)).find((what) => what !== undefined);
    if (mismatch === undefined) profiles.push(profile);
    else unreadable.push({ path: source.pathOf(name), reason: messageOf(corruptProfile(name, mismatch)) });
  }
  return { metas, profiles, unreadable };
}

/** The profiles of a directory alone, without a look at the metas that they count by. */
export function readCounters(directory: string): Pick<ProfileDirectory, 'profiles' | 'unreadable'> {
  const { decoded, unreadable } = readFiles(sourceOf(directory), COUNTERS_PREFIX, decodeCounters);
  return { profiles: [...decoded.values()], unreadable };
}

/** What is wrong between a file's counters and the meta that they count by. */
function mismatchOf(
  { meta: hash, counters }: CountersProfile['files'][number],
  metas: ReadonlyMap<string, FileMeta>,
): string | undefined {
  const meta = metas.get(hash);
  if (!meta) return `${metaNameOf(hash)}, by which it counts, is missing or cannot be read`;
  if (meta.probes === counters.length) return undefined;
  return `it has ${counters.length} counters for ${meta.path}, and ${metaNameOf(hash)} has ${meta.probes} probes`;
}

function sourceOf(directory: string): FileSource {
  const pathOf = (name: string) => join(directory, name);
  return { names: () => readdirSync(directory), read: (name) => readFileSync(pathOf(name)), pathOf };
}

interface DecodedFiles<T> {
  /** By name, in the order of names. */
  readonly decoded: ReadonlyMap<string, T>;
  readonly unreadable: readonly UnreadableFile[];
}

function readFiles<T>(
  { names, read, pathOf }: FileSource,
  prefix: string,
  decode: (bytes: Buffer, name: string) => T,
): DecodedFiles<T> {
  const decoded = new Map<string, T>();
  const unreadable: UnreadableFile[] = [];
  const ofKind = names().filter((name) => name.startsWith(prefix));
  for (const name of ofKind.sort()) {
    try {
      decoded.set(name, decode(read(name), name));
    } catch (error) {
      unreadable.push({ path: pathOf(name), reason: messageOf(error) });
    }
  }
  return { decoded, unreadable };
}
