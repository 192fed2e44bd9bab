/**
 * Remembers which counters files of a profile directory clients have stored, so that they are not served again. The journals of
 * the directory have them: also a later run of the same container, and a process that takes over the port, read them.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import type { CollectedFile } from '../profile/model/collected-file.js';
import { appendJournal, isJournal, type JournalEvent, readJournal, runOfJournal } from './journal.js';

export interface CollectedFiles {
  /** Notes that a client has stored an epoch of a running process, whose next epoch starts at the end of this one. */
  addEpoch(pid: number, file: CollectedFile): void;
  /** Notes that a client has stored any other file. */
  addFile(file: CollectedFile): void;
  /** Reads the journals. @returns whether a client has stored a file in its state with this end */
  read(): (file: CollectedFile) => boolean;
}

export interface CollectedFilesOptions {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal of this run. */
  readonly journal: string;
  /** Receives the error if the journal cannot be written. The file is then remembered in memory. */
  readonly onFailure: (error: unknown) => void;
}

/** Maximum number of files in memory. Older ones are served again, which adds nothing to a sum by name. */
const MAX_REMEMBERED = 10_000;

export function openCollectedFiles({ directory, journal, onFailure }: CollectedFilesOptions): CollectedFiles {
  /** Keys of the files that could not be noted in the journal. */
  const remembered = new Set<string>();
  const add = (event: JournalEvent, file: CollectedFile) => {
    try {
      appendJournal(journal, event);
    } catch (error) {
      onFailure(error);
      remembered.add(keyOf(file));
      const [oldest] = remembered;
      if (remembered.size > MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    }
  };
  return {
    addEpoch: (pid, file) => add({ event: 'epoch collected', at: file.end, pid }, file),
    addFile: ({ name, end }) =>
      add({ event: 'file collected', at: new Date().toISOString(), name, end }, { name, end }),
    read() {
      const keys = new Set(remembered);
      for (const name of journalsIn(directory)) {
        const run = runOfJournal(name);
        for (const event of readJournal(join(directory, name))) {
          if (event.event === 'file collected') keys.add(keyOf(event));
          if (event.event === 'epoch collected') keys.add(epochKeyOf(`${run}.${event.pid}`, event.at));
        }
      }
      return (file) => keys.has(keyOf(file)) || keys.has(epochKeyOf(processOf(file.name), file.end));
    },
  };
}

function journalsIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter(isJournal);
  } catch {
    return []; // without the directory there are no files, either
  }
}

function keyOf({ name, end }: CollectedFile): string {
  return `${name} ${end}`;
}

/** Epochs of one process end at different times. */
function epochKeyOf(process: string, end: string): string {
  return `${process} ${end}`;
}

/** Returns the run and the pid in the name of a counters file. */
function processOf(name: string): string {
  return name.slice(COUNTERS_PREFIX.length, name.lastIndexOf('.'));
}
