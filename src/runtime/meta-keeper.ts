/** Writes the metas of the files that a thread loads to the profile directory. */
import { existsSync } from 'node:fs';
import { warnOnce } from '../platform/warn.js';
import { hashOf } from '../profile/format/meta-file.js';
import { makeDirectory, writeMeta } from '../profile/store/write-profile.js';
import { broadcast } from './threads/thread-channel.js';

/** Each thread makes one, and passes it to everything that produces metas. */
export interface MetaKeeper {
  /**
   * Writes a meta. If it cannot be written, warns and passes it to the main thread, which keeps it in memory.
   *
   * @param meta as `encodeMeta` returns it
   * @returns hash of the meta
   */
  keep(meta: Uint8Array): string;
}

export interface MetaKeeperEvents {
  /** Called with each meta that cannot be written. */
  readonly onUnwritten: (meta: Uint8Array) => void;
  /** Called with each meta that is written. @default nothing */
  readonly onWritten?: (meta: Uint8Array) => void;
}

/** @param directory absolute path of the profile directory */
export function createMetaKeeper(
  directory: string,
  { onUnwritten, onWritten }: MetaKeeperEvents,
): MetaKeeper {
  return {
    keep(meta) {
      try {
        const hash = writeInto(directory, meta);
        onWritten?.(meta);
        return hash;
      } catch (error) {
        warnOnce('profile-write', error);
        onUnwritten(meta);
        return hashOf(meta);
      }
    },
  };
}

/** Writes a meta, and creates the directory again if it was removed. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
function writeInto(directory: string, meta: Uint8Array): string {
  try {
    return writeMeta(directory, meta);
  } catch (error) {
    if (existsSync(directory)) throw error;
    makeDirectory(directory);
    return writeMeta(directory, meta);
  }
}

/** Returns a keeper for threads other than the main thread: it sends unwritten metas to the main thread. */
export function createRemoteMetaKeeper(directory: string): MetaKeeper {
  return createMetaKeeper(directory, { onUnwritten: (bytes) => broadcast({ type: 'meta', bytes }) });
}
