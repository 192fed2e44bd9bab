/**
 * Closed epochs of a process: which of them clients have stored. If the profile directory is removed, they are restored as few
 * files, whose names and ends let clients replace what they have stored already.
 */
import { countersNameOf } from '../../profile/format/counters-file.js';
import { addCounters } from '../../profile/model/add-counters.js';
import type { CountersProfile, FileCounters, ProcessHeader } from '../../profile/model/counters-profile.js';
import { countedSince, type TotalsByMeta } from './counter-totals.js';
import type { KeptProfile } from './kept-profiles.js';

export interface ClosedEpochs {
  /** Adds an epoch with hits that no client has stored. @param number of the epoch, from 1 */
  add(profile: ProcessHeader, number: number): void;
  /** Returns an epoch that no client has stored, by the name of its file; `undefined` for others. */
  find(name: string): ClosedEpoch | undefined;
  /** Notes that clients have received files of the process. */
  serve(): void;
  /** Notes that a client has stored an epoch. */
  collect(profile: CountersProfile): void;
  /**
   * Returns profiles with all hits of closed epochs.
   *
   * @param total hits of all closed epochs
   * @param end later than all times of these epochs
   */
  restore(header: ProcessHeader, total: TotalsByMeta, end: string): readonly Restored[];
}

export interface ClosedEpoch {
  readonly start: string;
  readonly number: number;
}

type Restored = Pick<KeptProfile, 'profile' | 'state'>;

/** @param isPushed whether a server receives each epoch, so that all keep their names */
export function createClosedEpochs(isPushed = false): ClosedEpochs {
  /** The epochs that no client has stored, by the names of their files. */
  const uncollected = new Map<string, ClosedEpoch>();
  const collected = new Map<string, Float64Array>();
  let firstCollected: string | undefined;
  let isServed = isPushed;
  return {
    add: (profile, number) => uncollected.set(countersNameOf(profile), { start: profile.start, number }),
    find: (name) => uncollected.get(name),
    serve() {
      isServed = true;
    },
    collect(profile) {
      const { start, files } = profile;
      uncollected.delete(countersNameOf(profile));
      firstCollected ??= start;
      for (const { meta, counters } of files) {
        const sum = collected.get(meta) ?? new Float64Array(counters.length);
        addCounters(sum, counters);
        collected.set(meta, sum);
      }
    },
    restore(header, total, end) {
      const profileOf = (start: string, files: readonly FileCounters[]) => ({
        ...header,
        start,
        end,
        files,
      });
      const [first, ...others] = uncollected.values();
      if (first && !isServed) {
        for (const name of [...uncollected.keys()].slice(1)) uncollected.delete(name);
        return [{ profile: profileOf(first.start, filesOf(total)), state: 'unserved' }];
      }
      return [
        ...(first === undefined ? [] : [profileOf(first.start, countedSince(total, collected))]),
        // Without counters, so that they replace what clients have stored: the first one has their hits.
        ...others.map(({ start }) => profileOf(start, [])),
      ]
        .map((profile): Restored => ({ profile, state: 'served' }))
        .concat(
          firstCollected === undefined
            ? []
            : { profile: profileOf(firstCollected, filesOf(collected)), state: 'collected' },
        );
    },
  };
}

function filesOf(totals: TotalsByMeta): readonly FileCounters[] {
  return [...totals].map(([meta, counters]) => ({ meta, counters }));
}
