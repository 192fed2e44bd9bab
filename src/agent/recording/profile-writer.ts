/** Writes profiles. Keeps profiles that cannot be written in memory until they can. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../platform/errors.js';
import { statIfPossible } from '../../platform/file-stats.js';
import { countersNameOf } from '../../profile/format/counters-file.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import { writeWithMetas } from '../../profile/store/write-with-metas.js';
import { createKeptProfiles, type KeptProfile, type KeptProfiles, type KeptState } from './kept-profiles.js';

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
   * @param state whether clients have received or stored the profile. @default 'unserved'
   * @returns the path; `null` if the profile was kept
   */
  writeOrKeep(directory: string, profile: CountersProfile, state?: KeptState): string | null;
  /** The profiles that are kept in memory. */
  readonly kept: Pick<KeptProfiles, 'serve' | 'markCollected'>;
  /** Writes the metas of files that have not run yet. @returns whether that succeeded */
  writeRest(): boolean;
  /** Tries to write the profiles that were kept in memory. @returns whether none is left */
  writeKept(): boolean;
  /**
   * Whether the file of a profile and its metas still exist. Examines them only if the directory has changed since they
   * were last found to be complete.
   *
   * @param profileOf is called only for that
   */
  isIntact(directory: string, profileOf: () => CountersProfile): boolean;
  /** Writes the sums of closed epochs, whose directory was removed, and forgets those that were kept. */
  writeClosed(sums: readonly Pick<KeptProfile, 'profile' | 'state'>[]): void;
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
  /** Called after a profile was written that a client had stored before. @default nothing */
  readonly onCollectedWritten?: (file: CollectedFile) => void;
}

/** Opens a writer for the profiles of one process and of its sessions. */
export function openProfileWriter(options: ProfileWriterOptions): ProfileWriter {
  const { metas, home, onFailure, onCollectedWritten = () => {} } = options;
  const kept = createKeptProfiles((directory, profile) =>
    existsSync(join(directory, countersNameOf(profile))),
  );
  let last: ProfileWriter['last'] = null;
  /** Reasons of failures, by directory. */
  const failures = new Map<string, string>();
  /** State of each directory when its files were last found to be complete. */
  const intactStates = new Map<string, string>();
  const write = (directory: string, profile: CountersProfile) => {
    try {
      let written = '';
      writeWithMetas(directory, profile, metas, (path) => {
        written = path;
        if (directory === home) last = { time: profile.end, path };
      });
      failures.delete(directory);
      return written;
    } catch (error) {
      failures.set(directory, messageOf(error));
      onFailure(error);
      throw error;
    }
  };
  const writeOrKeep = (directory: string, profile: CountersProfile, state: KeptState = 'unserved') => {
    try {
      return write(directory, profile);
    } catch {
      kept.add(directory, profile, state); // onFailure has reported it, and the status lists it as a warning
      return null;
    }
  };
  const writeAgain = ({ directory, profile, state }: KeptProfile) => {
    const path = writeOrKeep(directory, profile, state);
    if (path !== null && state === 'collected')
      onCollectedWritten({ name: countersNameOf(profile), end: profile.end });
  };
  return {
    write,
    writeOrKeep,
    kept,
    writeRest() {
      try {
        metas.keepRest();
        return true;
      } catch (error) {
        onFailure(error);
        return false;
      }
    },
    writeKept() {
      kept.take().forEach(writeAgain);
      return kept.isEmpty();
    },
    writeClosed(sums) {
      kept.remove(home);
      for (const sum of sums) writeAgain({ directory: home, ...sum });
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

/** Returns a text that changes when files are added to or removed from a directory; `undefined` without the directory. */
function stateOf(directory: string): string | undefined {
  const stats = statIfPossible(directory);
  return stats && `${stats.ino} ${stats.mtimeNs}`;
}
