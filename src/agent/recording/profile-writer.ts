/** Writes profiles. Keeps profiles that cannot be written in memory until they can. */
import { messageOf } from '../../platform/errors.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { writeCounters } from '../../profile/store/write-profile.js';

export interface ProfileWriter {
  /**
   * Writes a profile, and replaces the file of the same span.
   *
   * @returns the absolute path of the file
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
   */
  write(directory: string, profile: CountersProfile): string;
  /** Writes the final profile of a span. @returns the path; `null` if the profile was kept in memory to be written later */
  writeOrKeep(directory: string, profile: CountersProfile): string | null;
  /** Tries to write the profiles that were kept in memory. @returns whether none is left */
  writeKept(): boolean;
  /** End of the process's profile that was written last, and the absolute path of its file. Profiles of sessions do not count. */
  readonly last: { readonly time: string; readonly path: string } | null;
  /** Reason why the last attempt failed in one of the directories; `undefined` if it succeeded in all. */
  readonly failure: string | undefined;
}

export interface ProfileWriterOptions {
  readonly metas: MetaStore;
  /** Absolute path of the profile directory of the process. */
  readonly home: string;
  /** Receives the error of each failed attempt. */
  readonly onFailure: (error: unknown) => void;
}

/** Opens a writer for the profiles of one process and of its sessions. */
export function openProfileWriter({ metas, home, onFailure }: ProfileWriterOptions): ProfileWriter {
  let kept: readonly { readonly directory: string; readonly profile: CountersProfile }[] = [];
  let last: ProfileWriter['last'] = null;
  /** Reasons of failures, by directory. */
  const failures = new Map<string, string>();
  const write = (directory: string, profile: CountersProfile) => {
    try {
      metas.keepIn(directory, profile.files);
      const path = writeCounters(directory, profile);
      if (directory === home) last = { time: profile.end, path };
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
      kept = [...kept, { directory, profile }]; // onFailure has reported it, and the status lists it as a warning
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
