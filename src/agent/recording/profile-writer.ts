/** Writes profiles, and keeps those in memory that cannot be written, until they can. */
import { messageOf } from '../../platform/errors.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { writeCounters } from '../../profile/store/write-profile.js';

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
  /** Writes what was kept, as far as that can be done now. @returns whether that was all */
  writeKept(): boolean;
  readonly last: { readonly time: string; readonly path: string } | null;
  /** Why the last attempt failed, if it did, in any of the directories. */
  readonly failure: string | undefined;
}

/** @param onFailure is told of each attempt that fails */
export function openProfileWriter(metas: MetaStore, onFailure: (error: unknown) => void): ProfileWriter {
  let kept: readonly { readonly directory: string; readonly profile: CountersProfile }[] = [];
  let last: ProfileWriter['last'] = null;
  /** By directory. */
  const failures = new Map<string, string>();
  const write = (directory: string, profile: CountersProfile) => {
    try {
      metas.keepIn(directory, profile.files);
      const path = writeCounters(directory, profile);
      last = { time: profile.end, path };
      failures.delete(directory);
      return path;
    } catch (error) {
      failures.set(directory, messageOf(error));
      onFailure(error);
      throw error;
    }
  };
  const writeOrKeep = (directory: string, profile: CountersProfile) => {
    try {
      return write(directory, profile);
    } catch {
      kept = [...kept, { directory, profile }]; // the failure was told of, and is a warning of the status
      return null;
    }
  };
  return {
    write,
    writeOrKeep,
    writeKept() {
      const waiting = kept;
      kept = [];
      for (const { directory, profile } of waiting) writeOrKeep(directory, profile);
      return kept.length === 0;
    },
    get last() {
      return last;
    },
    get failure() {
      const [failure] = failures.values();
      return failure;
    },
  };
}
