/**
 * Reads a pack. A process that loads one file reads little; one that loads hundreds of files, in the order of the run that wrote
 * the pack, reads it in a few large pieces. The file is open only during a read: the app may count the descriptors of its process.
 */
import { closeSync, readSync } from 'node:fs';
import type { CacheDirectory } from '../platform/cache-directory.js';
import { debounce } from '../platform/debounce.js';
import type { Hash } from '../platform/fast-hash.js';
import type { OpenFile } from '../platform/regular-files.js';
import {
  findIndexEnd,
  HEADER_BYTES,
  isIntact,
  type PackEntry,
  type PackIndex,
  parseIndex,
} from './pack-format.js';

export interface PackReader {
  /** Absolute path. */
  readonly path: string;
  readonly index: PackIndex;
  /** Time at which it was written, in milliseconds since 1970. */
  readonly time: number;
  /**
   * Returns the data of an entry of this pack. It is part of a larger piece of memory, which is not written again.
   *
   * @returns `undefined` if the pack was removed, cannot be read, or is damaged at this entry
   */
  readonly read: (entry: PackEntry) => Buffer | undefined;
}

/** Bytes of the first read, which suffices for the index of about 400 entries. */
const FIRST_BYTES = 2 ** 14;

/** Bytes of the first and of the largest read of data: each is twice as large as the one before. */
const MIN_WINDOW = 2 ** 15;
const MAX_WINDOW = 2 ** 20;

/**
 * Number of reads whose bytes are kept: ES modules are loaded in nearly the same order in each run, and the code and the code
 * cache of a module may be in two packs.
 */
const MAX_WINDOWS = 8;

/** Milliseconds after the last read in which its bytes are kept: the program may never load a file again. */
const KEPT_TIME = 1_000;

/** Bytes of a pack that were read at once. */
interface Window {
  readonly index: PackIndex;
  readonly start: number;
  readonly bytes: Buffer;
}

/** The last reads of this thread, newest first. */
let windows: readonly Window[] = [];

const releaseSoon = debounce(() => {
  windows = [];
}, KEPT_TIME);

function keepWindow(window: Window): void {
  windows = [window, ...windows.slice(0, MAX_WINDOWS - 1)];
  releaseSoon();
}

/**
 * Opens a pack and reads its index.
 *
 * @returns `undefined` if it cannot be read, is damaged, or is of another build
 */
export function openPack(directory: CacheDirectory, path: string, build: Hash): PackReader | undefined {
  const opened = withFile(directory, path, (file) => {
    const index = readIndex(file, build);
    return index && { index, time: file.stats.mtimeMs };
  });
  if (!opened) return undefined;
  const { index } = opened;
  let last: number | undefined;
  let nextSize = MIN_WINDOW;
  const open = ({ offset, length }: PackEntry): Window | undefined => {
    // If the entries are not needed in their order, the ones before this one are likely to be needed, too.
    const lead = last !== undefined && offset < last ? Math.min(offset, nextSize / 2) : 0;
    const start = offset - lead;
    const size = Math.max(lead + length, nextSize);
    const bytes = withFile(directory, path, (file) => readBytes(file, start, size));
    if (!bytes) return undefined;
    const window = { index, start, bytes };
    keepWindow(window);
    last = start;
    nextSize = Math.min(2 * nextSize, MAX_WINDOW);
    return window;
  };
  return {
    path,
    ...opened,
    read(entry) {
      const { offset, length } = entry;
      const isHolding = ({ index: owner, start, bytes }: Window) =>
        owner === index && offset >= start && offset + length <= start + bytes.length;
      const window = windows.find(isHolding) ?? open(entry);
      if (!window) return undefined;
      const from = offset - window.start;
      const data = window.bytes.subarray(from, from + length);
      return isIntact(entry, data) ? data : undefined;
    },
  };
}

function withFile<Result>(
  directory: CacheDirectory,
  path: string,
  use: (file: OpenFile) => Result | undefined,
): Result | undefined {
  const file = directory.open(path);
  if (!file) return undefined;
  try {
    return use(file);
  } catch {
    return undefined; // an error of the disk
  } finally {
    closeSync(file.descriptor);
  }
}

function readIndex(file: OpenFile, build: Hash): PackIndex | undefined {
  const start = readBytes(file, 0, FIRST_BYTES);
  const end = findIndexEnd(start, file.stats.size, build);
  if (end === undefined || end < HEADER_BYTES) return undefined;
  return parseIndex(end <= start.length ? start.subarray(0, end) : readBytes(file, 0, end));
}

/** Returns bytes of a file; fewer if it ends before. @throws the error of `read` */
function readBytes({ descriptor, stats }: OpenFile, offset: number, length: number): Buffer {
  const size = Math.max(0, Math.min(length, stats.size - offset));
  // Not from the pool of Node: its offset need not be a multiple of 4.
  const bytes = Buffer.allocUnsafeSlow(size);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, offset));
}
