/** Writes profiles, and keeps those in memory that cannot be written, until they can. */
import { messageOf } from '../errors.js';
import type { CountersProfile } from '../profile/counters-profile.js';
import type { MetaStore } from '../profile/meta-store.js';
import { writeCounters } from '../profile/write-profile.js';

export interface ProfileWriter {
  /**
   * Replaces what was written of the same span before.
   *
   * @returns the absolute path
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
   */
  write(directory: string, profile: CountersProfile): string;
  /** The last time that a span is written. @returns the path; `null` where it is kept, to be written later */
  writeOrKeep(directory: string, profile: CountersProfile): string | null;
  /** Writes what was kept. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
  writeKept(): void;
  readonly last: { readonly time: string; readonly path: string } | null;
  /** Why the last attempt failed, if it did. */
  readonly failure: string | undefined;
}

/** @param onFailure is told of each attempt that fails */
export function openProfileWriter(metas: MetaStore, onFailure: (error: unknown) => void): ProfileWriter {
  let kept: readonly { readonly directory: string; readonly profile: CountersProfile }[] = [];
  let last: ProfileWriter['last'] = null;
  let failure: string | undefined;
  const write = (directory: string, profile: CountersProfile) => {
    try {
      metas.keepIn(directory, profile.files);
      const path = writeCounters(directory, profile);
      last = { time: profile.end, path };
      failure = undefined;
      return path;
    } catch (error) {
      failure = messageOf(error);
      onFailure(error);
      throw error;
    }
  };
  return {
    write,
    writeOrKeep(directory, profile) {
      try {
        return write(directory, profile);
      } catch {
        kept = [...kept, { directory, profile }]; // the failure was told of, and is a warning of the status
        return null;
      }
    },
    writeKept() {
      while (kept[0]) {
        write(kept[0].directory, kept[0].profile);
        kept = kept.slice(1);
      }
    },
    get last() {
      return last;
    },
    get failure() {
      return failure;
    },
  };
}
