/** Writes profiles. Keeps profiles that cannot be written in memory until they can. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { statIfPossible } from '../../platform/file-stats.js';
import { pluralize } from '../../platform/plural-forms.js';
import { countersNameOf } from '../../profile/format/counters-file.js';
import { sumByMeta } from '../../profile/model/add-counters.js';
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
  /**
   * Writes the final profile of a span. If that fails, keeps the profile in memory to write it later. Kept epochs become
   * one profile, so that repeated resets take no more memory.
   *
   * @returns the path; `null` if the profile was kept
   */
  writeOrKeep(directory: string, profile: CountersProfile): string | null;
  /** Tries to write the profiles that were kept in memory. @returns whether none is left */
  writeKept(): boolean;
  /**
   * Whether the file of a profile and its metas still exist. Examines them only if the directory has changed since they
   * were last found to be complete.
   *
   * @param profileOf is called only for that
   */
  isIntact(directory: string, profileOf: () => CountersProfile): boolean;
  /** Writes the sum of all closed epochs, whose directory was removed, and forgets those that were kept. */
  writeClosed(directory: string, sum: CountersProfile): void;
  /** End of the process's profile that was written last, and the absolute path of its file. Profiles of sessions do not count. */
  readonly last: { readonly time: string; readonly path: string } | null;
  /** Reason why the last attempt failed in one of the directories; `undefined` if it succeeded in all. */
  readonly failure: string | undefined;
}

interface KeptProfile {
  readonly directory: string;
  profile: CountersProfile;
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
  let kept: KeptProfile[] = [];
  let last: ProfileWriter['last'] = null;
  /** Reasons of failures, by directory. */
  const failures = new Map<string, string>();
  /** State of each directory when its files were last found to be complete. */
  const intactStates = new Map<string, string>();
  const write = (directory: string, profile: CountersProfile) => {
    try {
      const files = profile.files.filter(({ meta }) => metas.has(meta));
      metas.keepIn(directory, files);
      const path = writeCounters(directory, { ...profile, files });
      if (directory === home) last = { time: profile.end, path };
      if (files.length < profile.files.length) throw lackingMetas(path, profile.files.length - files.length);
      failures.delete(directory);
      return path;
    } catch (error) {
      failures.set(directory, messageOf(error));
      onFailure(error);
      throw error;
    }
  };
  const keep = (directory: string, profile: CountersProfile) => {
    const earlier = kept.find((one) => one.directory === directory);
    // A profile that has a file must replace this file, so it cannot become part of another.
    const isNew = !existsSync(join(directory, countersNameOf(profile)));
    if (earlier && isNew) earlier.profile = addProfiles(earlier.profile, profile);
    else kept.push({ directory, profile });
  };
  const writeOrKeep = (directory: string, profile: CountersProfile) => {
    try {
      return write(directory, profile);
    } catch {
      keep(directory, profile); // onFailure has reported it, and the status lists it as a warning
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
    writeClosed(directory, sum) {
      kept = kept.filter((one) => one.directory !== directory);
      writeOrKeep(directory, sum);
    },
    isIntact(directory, profileOf) {
      const state = stateOf(directory);
      if (state !== undefined && intactStates.get(directory) === state) return true;
      intactStates.delete(directory);
      const profile = profileOf();
      const hasFile = existsSync(join(directory, countersNameOf(profile)));
      const isComplete = hasFile && metas.areIn(directory, profile.files);
      if (isComplete && state !== undefined) intactStates.set(directory, state);
      return isComplete;
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

/** Adds a later profile of the same process to an earlier one, whose name the sum gets. */
function addProfiles(earlier: CountersProfile, later: CountersProfile): CountersProfile {
  const files = [...sumByMeta([earlier, later])].map(([meta, counters]) => ({ meta, counters }));
  return { ...earlier, end: later.end, files };
}

/** Returns a text that changes when files are added to or removed from a directory; `undefined` without the directory. */
function stateOf(directory: string): string | undefined {
  const stats = statIfPossible(directory);
  return stats && `${stats.ino} ${stats.mtimeNs}`;
}

/** The directory was removed before the agent could read these metas. */
function lackingMetas(path: string, count: number): CovermainError {
  return new CovermainError(
    'DIRECTORY_NOT_WRITABLE',
    `Cannot write the counts of ${pluralize(count, 'file')} to ${path}: their metas were removed. Restart the program.`,
  );
}
