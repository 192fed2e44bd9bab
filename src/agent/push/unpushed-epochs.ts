/** The closed epochs of a process that a push has to contain. */
import { join } from 'node:path';
import { readDataFile } from '../../platform/regular-files.js';
import { countersNameOf, decodeCounters, encodeCounters } from '../../profile/format/counters-file.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';

/** One epoch as a file of an archive. */
export interface EncodedEpoch {
  readonly name: string;
  readonly end: string;
  readonly bytes: Uint8Array;
  /** Hashes of its metas. */
  readonly metas: readonly string[];
}

export interface UnpushedEpochs {
  add(profile: CountersProfile): void;
  /** Returns the epochs, as far as they are in memory or can be read. */
  all(): readonly EncodedEpoch[];
  /**
   * Forgets epochs, because the server has added them. An epoch that was closed during its push stays: the server has a later
   * state of it, whose last hits belong to the next epoch.
   */
  remove(pushed: readonly Pick<EncodedEpoch, 'name' | 'end'>[]): void;
  /** Number of epochs that were added so far. */
  readonly added: number;
}

interface KeptEpoch {
  readonly name: string;
  readonly end: string;
  readonly metas: readonly string[];
  bytes: Uint8Array | undefined;
}

/** Maximum bytes in memory. Older epochs are read from the profile directory when a push needs them. */
const MAX_BYTES = 16 * 1024 * 1024;

/** @param directory absolute path of the profile directory */
export function openUnpushedEpochs(directory: string, maxBytes = MAX_BYTES): UnpushedEpochs {
  const kept = new Map<string, KeptEpoch>();
  let added = 0;
  const releaseOldest = () => {
    let size = 0;
    for (const epoch of [...kept.values()].reverse()) {
      size += epoch.bytes?.length ?? 0;
      if (size > maxBytes) epoch.bytes = undefined;
    }
  };
  const read = (epoch: KeptEpoch) => {
    try {
      const bytes = readDataFile(join(directory, epoch.name));
      // Epochs are restored under a name that had other hits before.
      return decodeCounters(bytes, epoch.name).end === epoch.end ? bytes : undefined;
    } catch {
      return undefined; // the directory was removed, and the agent warns about that when it writes
    }
  };
  return {
    add(profile) {
      const name = countersNameOf(profile);
      const metas = profile.files.map(({ meta }) => meta);
      kept.set(name, { name, end: profile.end, bytes: encodeCounters(profile), metas });
      added += 1;
      releaseOldest();
    },
    all: () =>
      [...kept.values()].flatMap((epoch) => {
        const bytes = epoch.bytes ?? read(epoch);
        return bytes === undefined ? [] : [{ ...epoch, bytes }];
      }),
    remove(pushed) {
      for (const { name, end } of pushed) if (kept.get(name)?.end === end) kept.delete(name);
    },
    get added() {
      return added;
    },
  };
}
