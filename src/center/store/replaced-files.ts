/**
 * Writes counters files that are replaced again and again, such as those of agents that push every second.
 *
 * A rename over an existing file is slow on ext4: the new file's blocks are allocated and written to the disk at once
 * (`auto_da_alloc`), which limits a center to some hundred pushes a second. A file whose blocks are allocated needs none of that. So
 * a file that was replaced is kept under a temporary name, filled with a later content, and renamed again.
 *
 * A reader may have opened a file before it was replaced. So a file is filled only after `REST_TIME`, which copying a file does
 * not take. covermain's own readers also notice that a file has changed under them: see `createFileReader`.
 */
import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  linkSync,
  openSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { O_NOFOLLOW, O_NONBLOCK } from '../../platform/open-flags.js';
import { createPrivateFile, temporaryPathIn } from '../../platform/private-files.js';
import { type CountersFiles, readStoredEnd } from '../../profile/store/store-archive.js';
import { writeProfileFile } from '../../profile/store/write-profile.js';

export interface ReplacedFiles extends CountersFiles {
  /** Removes the spare files of files that were not replaced for some time. @param age milliseconds */
  removeSpares(age: number): void;
}

/** A file that was replaced. */
interface Spare {
  readonly path: string;
  /** Time at which it was replaced, in milliseconds of the clock. */
  readonly since: number;
}

/** What this process has last written to a path. */
interface WrittenFile {
  readonly inode: number;
  readonly modified: number;
  /** Time at which its counters were read. */
  readonly end: string;
  /** Files that were replaced at this path, the oldest first. */
  readonly spares: readonly Spare[];
  /** Time of the write, in milliseconds of the clock. */
  readonly time: number;
}

/** Maximum number of files that are remembered. */
const MAX_WRITTEN = 50_000;

/** Milliseconds for which a file that was replaced is not changed, because a reader may have opened it before. */
const REST_TIME = 100;

/** Milliseconds after which a spare file is not needed: the file is replaced less often than before. */
const UNNEEDED_TIME = 5000;

/** @param clock returns milliseconds, and never goes back */
export function createReplacedFiles(clock = () => performance.now()): ReplacedFiles {
  /** By path; the file that was written last is at the end. */
  const written = new Map<string, WrittenFile>();
  const forget = (path: string) => {
    const spares = written.get(path)?.spares ?? [];
    written.delete(path);
    for (const spare of spares) removeIfThere(spare.path);
  };
  const remember = (path: string, end: string, spares: readonly Spare[]) => {
    const { ino: inode, mtimeMs: modified } = statSync(path);
    written.delete(path);
    written.set(path, { inode, modified, end, spares, time: clock() });
    const [oldest] = written.keys();
    if (written.size > MAX_WRITTEN && oldest !== undefined) forget(oldest);
  };
  return {
    endOf(path, name) {
      const last = written.get(path);
      const stats = last && statSync(path, { throwIfNoEntry: false });
      // Another center may have replaced it.
      const isOwn = stats && stats.ino === last.inode && stats.mtimeMs === last.modified;
      return isOwn ? last.end : readStoredEnd(path, name);
    },
    write(path, bytes, end) {
      const last = written.get(path);
      if (!last) {
        writeProfileFile(path, bytes);
        return remember(path, end, []);
      }
      try {
        const now = clock();
        const [oldest, ...others] = last.spares;
        const isRested = oldest !== undefined && now - oldest.since >= REST_TIME;
        const next = (isRested ? fillSpare(oldest.path, bytes) : undefined) ?? createTemporary(path, bytes);
        const left = removeUnneeded(isRested ? others : last.spares, now);
        const spare = replaceBy(path, next);
        const replaced = spare === undefined ? [] : [{ path: spare, since: now }];
        remember(path, end, [...left, ...replaced]);
      } catch (error) {
        forget(path);
        const message = `Cannot write ${path}: ${messageOf(error)}. Start the center with another --dir.`;
        throw new CovermainError('DIRECTORY_NOT_WRITABLE', message, { cause: error });
      }
    },
    removeSpares(age) {
      const now = clock();
      for (const [path, { time }] of written) {
        if (now - time < age) return;
        forget(path);
      }
    },
  };
}

/** Removes spare files that were not used for long. @returns the others */
function removeUnneeded(spares: readonly Spare[], now: number): readonly Spare[] {
  const isUnneeded = ({ since }: Spare) => now - since >= UNNEEDED_TIME;
  for (const { path } of spares.filter(isUnneeded)) removeIfThere(path);
  return spares.filter((spare) => !isUnneeded(spare));
}

function createTemporary(path: string, bytes: Buffer): string {
  const temporary = temporaryPathIn(dirname(path));
  try {
    createPrivateFile(temporary, bytes);
    return temporary;
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

/**
 * Fills a spare file. Returns `undefined` if it cannot be used: another center that shares the directory may have kept the same
 * file, and someone may have made a copy by a hard link. Once no other name leads to it, none can be made.
 */
function fillSpare(spare: string, bytes: Buffer): string | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(spare, constants.O_WRONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch {
    return undefined; // someone has removed it
  }
  try {
    const stats = fstatSync(descriptor);
    if (!isExclusive(stats)) {
      removeIfThere(spare);
      return undefined;
    }
    for (let offset = 0; offset < bytes.length; )
      offset += writeSync(descriptor, bytes, offset, bytes.length - offset, offset);
    if (stats.size > bytes.length) ftruncateSync(descriptor, bytes.length);
    return spare;
  } finally {
    closeSync(descriptor);
  }
}

function isExclusive(stats: Stats): boolean {
  return stats.isFile() && stats.nlink === 1;
}

/**
 * Renames a complete file to a path, or removes it if that fails.
 *
 * @returns the new path of the file that it replaced; `undefined` if there was none
 */
function replaceBy(path: string, next: string): string | undefined {
  const spare = temporaryPathIn(dirname(path));
  try {
    const isReplaced = linkIfThere(path, spare);
    renameSync(next, path);
    return isReplaced ? spare : undefined;
  } catch (error) {
    for (const left of [next, spare]) removeIfThere(left);
    throw error;
  }
}

/** @returns false if there is no file at the path */
function linkIfThere(path: string, link: string): boolean {
  try {
    linkSync(path, link);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // someone has removed it
  }
}
