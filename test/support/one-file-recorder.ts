/** A recorder of one file, whose counters the test counts by itself. */
import { openCounterTotals } from '../../src/agent/recording/counter-totals.js';
import { openProfileWriter, type ProfileWriter } from '../../src/agent/recording/profile-writer.js';
import { openRecorder, type Recorder } from '../../src/agent/recording/recorder.js';
import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { ProcessHeader } from '../../src/profile/model/counters-profile.js';
import { type MetaStore, openMetaStore } from '../../src/profile/store/meta-store.js';
import { writeMeta } from '../../src/profile/store/write-profile.js';
import { allocateCounters, newSlab } from '../../src/runtime/threads/slab.js';
import { metaOf, profileOf } from './profiles.js';

export interface Recorded {
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  readonly writer: ProfileWriter;
  readonly header: ProcessHeader;
  /** Of the file `metaOf()`, of three probes: what it holds is what was counted. */
  readonly counters: Uint32Array;
  /** Of the file's meta. */
  readonly hash: string;
}

/** @param directory absolute path, of a folder that is there */
export function recordIn(directory: string, changes: Partial<ProcessHeader> = {}): Recorded {
  const { files: _, ...header } = profileOf([], changes);
  const meta = encodeMeta(metaOf());
  const asked = [{ meta: hashOf(meta), probes: metaOf().probes }];
  const slab = newSlab(asked, { thread: 0, number: 0 });
  const counters = allocateCounters(slab, asked) ?? new Uint32Array();
  const ledger = openCounterTotals();
  ledger.add(slab);
  writeMeta(directory, meta);
  const metas = openMetaStore(directory);
  const writer = openProfileWriter(metas, () => {});
  const recorder = openRecorder({ header, directory, ledger, writer, onReset() {} });
  return { recorder, metas, writer, header, counters, hash: hashOf(meta) };
}
