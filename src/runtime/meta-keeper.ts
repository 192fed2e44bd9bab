/** Writes the metas of the files that a thread loads to the profile directory. */
import { warnOnce } from '../platform/warn.js';
import { hashOf } from '../profile/format/meta-file.js';
import { writeMeta } from '../profile/store/write-profile.js';
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

/**
 * @param directory absolute path of the profile directory
 * @param onUnwritten is called with each meta that cannot be written
 */
export function createMetaKeeper(directory: string, onUnwritten: (meta: Uint8Array) => void): MetaKeeper {
  return {
    keep(meta) {
      try {
        return writeMeta(directory, meta);
      } catch (error) {
        warnOnce('profile-write', error);
        onUnwritten(meta);
        return hashOf(meta);
      }
    },
  };
}

/** Returns a keeper for threads other than the main thread: it sends unwritten metas to the main thread. */
export function createRemoteMetaKeeper(directory: string): MetaKeeper {
  return createMetaKeeper(directory, (bytes) => broadcast({ type: 'meta', bytes }));
}
