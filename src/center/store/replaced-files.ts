/**
 * Writes counters files that are replaced again and again, such as those of agents that push every second.
 *
 * A rename over an existing file is slow on ext4: the new file's blocks are allocated and written to the disk at once
 * (`auto_da_alloc`), which limits a center to some hundred pushes a second. A file whose blocks are allocated needs none of that. So
 * the file that was replaced last is kept under a temporary name, filled with the next content, and renamed again. Readers see one
 * of two complete files at any moment, as with every rename.
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

/** What this process has last written to a path. */
interface WrittenFile {
  readonly inode: number;
  readonly modified: number;
  /** Time at which its counters were read. */
  readonly end: string;
  /** File that was replaced by it. */
  readonly spare: string | undefined;
  /** Time of the write, in milliseconds of `performance.now`. */
  readonly time: number;
}

/** Maximum number of files that are remembered. */
const MAX_WRITTEN = 50_000;

export function createReplacedFiles(): ReplacedFiles {
  /** By path; the file that was written last is at the end. */
  const written = new Map<string, WrittenFile>();
  const forget = (path: string) => {
    const spare = written.get(path)?.spare;
    written.delete(path);
    if (spare !== undefined) removeIfThere(spare);
  };
  const remember = (path: string, end: string, spare: string | undefined) => {
    const { ino: inode, mtimeMs: modified } = statSync(path);
    written.delete(path);
    written.set(path, { inode, modified, end, spare, time: performance.now() });
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
        return remember(path, end, undefined);
      }
      try {
        const next = fillSpare(last.spare, bytes) ?? createTemporary(path, bytes);
        remember(path, end, replaceBy(path, next));
      } catch (error) {
        forget(path);
        const message = `Cannot write ${path}: ${messageOf(error)}. Start the center with another --dir.`;
        throw new CovermainError('DIRECTORY_NOT_WRITABLE', message, { cause: error });
      }
    },
    removeSpares(age) {
      const now = performance.now();
      for (const [path, { time }] of written) {
        if (now - time < age) return;
        forget(path);
      }
    },
  };
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
function fillSpare(spare: string | undefined, bytes: Buffer): string | undefined {
  if (spare === undefined) return undefined;
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

/** Renames a complete file to a path. @returns the new path of the file that it replaced; `undefined` if there was none */
function replaceBy(path: string, next: string): string | undefined {
  const spare = temporaryPathIn(dirname(path));
  try {
    linkSync(path, spare);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    renameSync(next, path);
    return undefined;
  }
  renameSync(next, path);
  return spare;
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // someone has removed it
  }
}
