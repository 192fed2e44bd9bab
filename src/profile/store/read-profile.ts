/** Reads profile directories: metas, the profiles that refer to them, and the files that cannot be read. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../platform/errors.js';
import { readDataFile } from '../../platform/regular-files.js';
import { corruptProfile } from '../format/byte-reader.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../format/constants.js';
import { decodeCounters, openCounters } from '../format/counters-file.js';
import { decodeMetas } from '../format/meta-pack.js';
import type { CountersProfile, ProcessHeader } from '../model/counters-profile.js';
import type { ProfileDirectory, UnreadableFile } from '../model/profile-directory.js';
import { findMetaMismatch } from './meta-mismatch.js';

/** Files by name. They are read one at a time, because a directory may be larger than memory. */
export interface FileSource {
  /** Returns the names of the files that exist now. */
  readonly names: () => readonly string[];
  readonly read: (name: string) => Buffer;
  /** Returns the path that reports an unreadable file. */
  readonly pathOf: (name: string) => string;
}

/**
 * Reads a directory that processes may still be writing to. Files with other names are ignored: logs, nyc's output, and
 * temporary files of processes that were killed while writing.
 *
 * @throws the error of `readdir` if the directory does not exist
 */
export function readProfileDirectory(directory: string): ProfileDirectory {
  return readProfileFiles(sourceOf(directory));
}

/** Reads profile files from any source, as `readProfileDirectory` does. @throws the errors of `names` */
export function readProfileFiles(source: FileSource): ProfileDirectory {
  // Processes write metas before counters, so a reader that reads metas last finds them all.
  const counters = readFiles(source, COUNTERS_PREFIX, decodeCounters);
  const metaFiles = readFiles(source, META_PREFIX, decodeMetas);
  const metas = new Map([...metaFiles.decoded.values()].flatMap((file) => [...file]));
  const profiles: CountersProfile[] = [];
  const unreadable = [...metaFiles.unreadable, ...counters.unreadable];
  for (const [name, profile] of counters.decoded) {
    const mismatch = profile.files
      .map(({ meta, counters: { length } }) => findMetaMismatch(meta, length, metas.get(meta)))
      .find((reason) => reason !== undefined);
    if (mismatch === undefined) profiles.push(profile);
    else unreadable.push({ path: source.pathOf(name), reason: messageOf(corruptProfile(name, mismatch)) });
  }
  return { metas, profiles, unreadable };
}

/** Reads only the counters files of a directory and does not check their metas. */
export function readCounters(directory: string): Pick<ProfileDirectory, 'profiles' | 'unreadable'> {
  const { decoded, unreadable } = readFiles(sourceOf(directory), COUNTERS_PREFIX, decodeCounters);
  return { profiles: [...decoded.values()], unreadable };
}

/** Reads only the headers of the counters files of a directory. Leaves out those that cannot be read. */
export function readHeaders(directory: string): readonly ProcessHeader[] {
  const decodeHeader = (bytes: Buffer, name: string) => openCounters(bytes, name).header;
  return [...readFiles(sourceOf(directory), COUNTERS_PREFIX, decodeHeader).decoded.values()];
}

function sourceOf(directory: string): FileSource {
  const pathOf = (name: string) => join(directory, name);
  return { names: () => readdirSync(directory), read: (name) => readDataFile(pathOf(name)), pathOf };
}

interface DecodedFiles<T> {
  /** Decoded files by name, in the order of names. */
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
  const matching = names().filter((name) => name.startsWith(prefix));
  for (const name of matching.sort()) {
    try {
      decoded.set(name, decode(read(name), name));
    } catch (error) {
      unreadable.push({ path: pathOf(name), reason: messageOf(error) });
    }
  }
  return { decoded, unreadable };
}
