/** Reads the counters of ended processes from the profile directory of a run. */
import { join } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { fileTimeOf } from '../platform/file-time.js';
import { readDataFile } from '../platform/regular-files.js';
import { type CountersName, decodeCounters } from '../profile/format/counters-file.js';
import { decodeMeta, metaNameOf } from '../profile/format/meta-file.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { type MetaFiles, openMetaFiles } from '../profile/store/meta-files.js';
import { type JournalEvent, lastResetOf } from '../run-log/journal.js';
import type { CounterStore } from './counter-store.js';
import { countersNamesOf } from './list-profile-names.js';

export interface CounterFiles {
  /** Returns the files of the run that no reset has closed; none if the directory does not exist. */
  readonly list: (journal: readonly JournalEvent[]) => readonly CountersName[];
  /** Reads files and adds their metas to the store. Leaves out those that cannot be read. */
  readonly read: (files: readonly CountersName[]) => readonly CountersProfile[];
  /** Why files cannot be read, a sentence each. */
  readonly failures: () => readonly string[];
}

/** @param directory absolute path of the profile directory @param run id of the run */
export function openCounterFiles(directory: string, run: string, store: CounterStore): CounterFiles {
  const metas = openMetaFiles(directory);
  const failures = new Map<string, string>();
  const readOne = ({ name }: CountersName): readonly CountersProfile[] => {
    try {
      const profile = decodeCounters(readDataFile(join(directory, name)), name);
      for (const { meta, counters } of profile.files) addMeta(meta, counters.length, metas, store);
      failures.delete(name);
      return [profile];
    } catch (error) {
      failures.set(name, `Cannot read ${name}, so its hits are missing: ${messageOf(error)}`);
      return [];
    }
  };
  return {
    list(journal) {
      const resets = new Map<number, string | undefined>();
      const resetOf = (pid: number) => {
        if (!resets.has(pid)) resets.set(pid, lastResetOf(journal, pid));
        return resets.get(pid);
      };
      return countersNamesOf(directory, run).filter((file) => {
        const reset = resetOf(file.pid);
        return reset === undefined || file.time >= fileTimeOf(reset);
      });
    },
    read: (files) => files.flatMap(readOne),
    failures: () => [...failures.values()],
  };
}

function addMeta(hash: string, counters: number, metas: MetaFiles, store: CounterStore): void {
  const known = store.totals.metas.get(hash);
  const encoded = known ? undefined : metas.read(hash);
  if (!known && !encoded) throw new Error(`the meta ${hash} is missing.`);
  const meta = known ?? decodeMeta(encoded as Buffer, metaNameOf(hash));
  if (meta.probes !== counters) throw new Error(`it has ${counters} counters for ${meta.path}.`);
  store.addMeta(hash, meta);
}
