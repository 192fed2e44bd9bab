/** Checks that every directory that a run writes to is writable, and that the disk has room. */
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describeSharedSockets } from '../agent/peers/private-directory.js';
import { socketDirectoriesOf } from '../agent/peers/socket-path.js';
import { describeSharedCache } from '../platform/cache-directory.js';
import { messageOf } from '../platform/errors.js';
import { findForeignAccessIfExists, type SharedDirectoryText } from '../platform/foreign-access.js';
import { describeSharedProfiles } from '../profile/store/require-private.js';
import { type Check, findingsOr, ok, problem, warning } from './check.js';

interface UnwritableDirectory {
  readonly kind: 'profile-directory-not-writable' | 'socket-directory-not-writable' | 'cache-not-writable';
  /** Absolute path. */
  readonly directory: string;
  /** The system's message. */
  readonly reason: string;
}

interface SharedDirectory {
  readonly kind: 'profile-directory-shared' | 'socket-directory-shared' | 'cache-shared';
  /** Absolute path. */
  readonly directory: string;
  /** Why other users can change it, as a clause. */
  readonly reason: string;
}

interface FullDisk {
  readonly kind: 'disk-almost-full';
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly freeBytes: number;
}

export type DirectoriesFinding =
  | { readonly kind: 'directories-writable'; readonly directories: readonly string[] }
  | UnwritableDirectory
  | SharedDirectory
  | FullDisk;

export const directoriesCheck: Check<DirectoriesFinding> = {
  name: 'directories',
  async examine({ root, run }) {
    const { directory, cache } = await run();
    const sockets = socketDirectoriesOf(root).filter(({ kind }) => kind === 'project');
    const findings = [
      ...checkWritable('profile-directory-not-writable', directory),
      ...checkShared('profile-directory-shared', directory),
      ...sockets.flatMap(({ path }) => checkWritable('socket-directory-not-writable', resolve(path))),
      ...(cache === null ? [] : checkWritable('cache-not-writable', cache)),
      ...sockets.flatMap(({ path }) => checkShared('socket-directory-shared', resolve(path))),
      ...(cache === null ? [] : checkShared('cache-shared', cache)),
      ...checkFreeSpace(measureFreeBytes(directory), directory),
    ];
    const directories = cache === null ? [dirname(directory)] : [dirname(directory), cache];
    return findingsOr<DirectoriesFinding>(findings, { kind: 'directories-writable', directories });
  },
  describe: {
    'directories-writable': ({ directories }) => ok(`Writable: ${directories.join(', ')}.`),
    'profile-directory-not-writable': ({ directory, reason }) =>
      problem(
        `The profile directory ${directory} is not writable (${reason}).`,
        'Set COVER_DIR to a writable directory.',
      ),
    'socket-directory-not-writable': ({ directory, reason }) =>
      warning(
        `The directory of private sockets ${directory} is not writable (${reason}), so a temporary directory is used.`,
        'Make it writable, so that commands reliably find measured processes.',
      ),
    'cache-not-writable': ({ directory, reason }) =>
      warning(
        `The cache ${directory} is not writable (${reason}), so each process instruments all files again.`,
        'Make it writable, or set COVER_CACHE=off.',
      ),
    'profile-directory-shared': (finding) => problem(...sentencesOf(describeSharedProfiles, finding)),
    'socket-directory-shared': (finding) => warning(...sentencesOf(describeSharedSockets, finding)),
    'cache-shared': (finding) => warning(...sentencesOf(describeSharedCache, finding)),
    'disk-almost-full': ({ directory, freeBytes }) =>
      problem(
        `The disk of ${directory} has only ${Math.round(freeBytes / MEGABYTE)} MB left: profiles may not fit.`,
        'Free some space, or set COVER_DIR to another disk.',
      ),
  },
};

const MEGABYTE = 2 ** 20;

/** Bytes that a few flushes of a large program need. */
const MIN_FREE_BYTES = 16 * MEGABYTE;

/** Returns a finding if a disk has too little room for profiles. @param freeBytes free bytes of the disk */
export function checkFreeSpace(freeBytes: number, directory: string): readonly FullDisk[] {
  return freeBytes >= MIN_FREE_BYTES ? [] : [{ kind: 'disk-almost-full', directory, freeBytes }];
}

/**
 * Tries to write a file, because modes and owners do not reveal a read-only disk, nor a user who may write
 * everywhere.
 */
function checkWritable(kind: UnwritableDirectory['kind'], directory: string): readonly UnwritableDirectory[] {
  try {
    const trial = mkdtempSync(join(nearestExisting(directory), '.covermain-doctor-'));
    try {
      writeFileSync(join(trial, 'file'), 'text');
    } finally {
      rmSync(trial, { recursive: true, force: true });
    }
    return [];
  } catch (error) {
    return [{ kind, directory, reason: messageOf(error) }];
  }
}

/** Returns a finding if other users can change a directory. The path may be a link, except for sockets. */
function checkShared(kind: SharedDirectory['kind'], directory: string): readonly SharedDirectory[] {
  const isForSockets = kind === 'socket-directory-shared';
  const reason = findForeignAccessIfExists(directory, {
    followsLinks: !isForSockets,
    isOutput: !isForSockets,
  });
  return reason === undefined ? [] : [{ kind, directory, reason }];
}

function sentencesOf(
  describe: (path: string, access: string) => SharedDirectoryText,
  { directory, reason }: SharedDirectory,
): [found: string, remedy: string] {
  const { found, remedy } = describe(directory, reason);
  return [found, remedy];
}

function measureFreeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(nearestExisting(path));
  return bavail * bsize;
}

/** Returns the path itself if it exists, or its nearest parent directory that does. */
function nearestExisting(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestExisting(dirname(path));
}
