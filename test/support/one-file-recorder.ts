/** Creates recorders of one file whose counters the test increments. */
import { openCounterTotals } from '../../src/agent/recording/counter-totals.js';
import { openProfileWriter, type ProfileWriter } from '../../src/agent/recording/profile-writer.js';
import { openRecorder, type Recorder } from '../../src/agent/recording/recorder.js';
import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile, ProcessHeader } from '../../src/profile/model/counters-profile.js';
import { type MetaStore, openMetaStore } from '../../src/profile/store/meta-store.js';
import { openCollectedFiles } from '../../src/run-log/collected-files.js';
import { journalOf } from '../../src/run-log/journal.js';
import { allocateCounters, newSlab } from '../../src/runtime/threads/slab.js';
import { metaOf, profileOf } from './profiles.js';

export interface Recorded {
  readonly recorder: Recorder;
  readonly metas: MetaStore;
  readonly writer: ProfileWriter;
  readonly header: ProcessHeader;
  /** The three counters of the file `metaOf()`; the test increments them as probes do. */
  readonly counters: Uint32Array;
  /** Hash of the file's meta. */
  readonly hash: string;
}

/**
 * Creates a recorder.
 *
 * @param directory absolute path of an existing directory
 * @param onPushed receives each closed epoch, as a server does
 */
export function recordIn(
  directory: string,
  changes: Partial<ProcessHeader> = {},
  onPushed?: (profile: CountersProfile) => void,
): Recorded {
  const { files: _, ...header } = profileOf([], changes);
  const meta = encodeMeta(metaOf());
  const requests = [{ meta: hashOf(meta), probes: metaOf().probes }];
  const slab = newSlab(requests, { thread: 0, number: 0 });
  const counters = allocateCounters(slab, requests) ?? new Uint32Array();
  const counterTotals = openCounterTotals();
  counterTotals.add(slab);
  const metas = openMetaStore(directory);
  metas.add(meta);
  const collected = openCollectedFiles({
    directory,
    journal: journalOf(directory, header.run),
    onFailure() {},
  });
  const writer = openProfileWriter({
    metas,
    home: directory,
    onFailure() {},
    onCollectedWritten: collected.addFile,
  });
  const recorder = openRecorder({
    header,
    directory,
    counterTotals,
    writer,
    onReset() {},
    onEpochCollected: (file) => collected.addEpoch(header.pid, file),
    onFileCollected: collected.addFile,
    ...(onPushed && { isPushed: true, onClosed: onPushed }),
  });
  return { recorder, metas, writer, header, counters, hash: hashOf(meta) };
}
