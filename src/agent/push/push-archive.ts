/** Builds the archives that are pushed. */
import { encodeArchive } from '../../profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../profile/format/counters-file.js';
import { metaNameOf } from '../../profile/format/meta-file.js';
import type { CountersProfile } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import type { EncodedEpoch } from './unpushed-epochs.js';

/** The epochs of one push. */
export interface PushedEpochs {
  readonly epochs: readonly EncodedEpoch[];
  readonly metas: MetaStore;
}

/** Encodes a profile as a file of an archive. Leaves out files whose metas were lost, as the profile writer does. */
export function encodeEpoch(profile: CountersProfile, metas: MetaStore): EncodedEpoch {
  const files = profile.files.filter(({ meta }) => metas.has(meta));
  return {
    name: countersNameOf(profile),
    end: profile.end,
    bytes: encodeCounters({ ...profile, files }),
    metas: files.map(({ meta }) => meta),
  };
}

/** @param have hashes of metas to leave out */
export function archiveOf({ epochs, metas }: PushedEpochs, have: ReadonlySet<string>): Uint8Array {
  const needed = metasOf(epochs).filter((hash) => !have.has(hash));
  return encodeArchive(
    new Map([
      ...needed.map((hash) => [metaNameOf(hash), metas.bytesOf(hash)] as const),
      ...epochs.map(({ name, bytes }) => [name, bytes] as const),
    ]),
  );
}

/** Returns the hashes of all metas of the epochs. */
export function metasOf(epochs: readonly EncodedEpoch[]): readonly string[] {
  return [...new Set(epochs.flatMap((epoch) => epoch.metas))];
}
