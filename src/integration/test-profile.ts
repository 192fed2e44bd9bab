/** Puts the profiles of a test into the directory of the session with its name, where `covermain who` finds them. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sizeIfPossible } from '../platform/file-stats.js';
import { readDataFile } from '../platform/regular-files.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { CHECKSUM_BYTES, COUNTERS_PREFIX } from '../profile/format/constants.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import { copyMetas } from '../profile/store/copy-metas.js';
import { type MetaFiles, openMetaFiles } from '../profile/store/meta-files.js';
import type { ProgramScope } from './scopes.js';

/**
 * Copies the profiles of the programs of a scope from the directory of the run. A program that is still running writes its
 * profile again, and a later call copies it again.
 *
 * @returns absolute paths of the profiles in the directory of the scope
 * @throws CovermainError `PROFILE_CORRUPT`, `DIRECTORY_NOT_WRITABLE`; the errors of `readdir`, `read` and `write`
 */
export function collectProfiles({ context: { directory, id }, profile }: ProgramScope): readonly string[] {
  const names = listProfilesOf(directory, id);
  const [from, to] = [openMetaFiles(directory), openMetaFiles(profile)];
  if (profile !== directory) for (const name of names) copyProfile(from, to, name);
  return names.map((name) => join(profile, name));
}

/** Returns the sorted names of the profiles of a context and of those that are derived from it. @param id of the context */
export function listProfilesOf(directory: string, id: string): readonly string[] {
  const start = COUNTERS_PREFIX + id;
  return readdirSync(directory)
    .filter((name) => name.startsWith(`${start}.`) || name.startsWith(`${start}-`))
    .sort();
}

/** Returns the last bytes of a profile, by which its contents differ. */
function checksumOf(profile: Buffer): string {
  return profile.subarray(-CHECKSUM_BYTES).toString('hex');
}

/** Writes the metas first, because readers treat a profile without them as corrupt. */
function copyProfile(from: MetaFiles, to: MetaFiles, name: string): void {
  const bytes = readDataFile(join(from.directory, name));
  const copy = join(to.directory, name);
  if (sizeIfPossible(copy) === bytes.length && checksumOf(readDataFile(copy)) === checksumOf(bytes)) return;
  const hashes = decodeCounters(bytes, basename(name)).files.map(({ meta }) => meta);
  copyMetas(from, to, hashes);
  writeAtomically(copy, bytes);
}
