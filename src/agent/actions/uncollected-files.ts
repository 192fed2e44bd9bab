/**
 * Reads the counters files of a profile directory that no client has stored: those of closed epochs, of ended processes, and of
 * earlier runs on the same machine or in the same container.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { statIfPossible } from '../../platform/file-stats.js';
import { readDataFile } from '../../platform/regular-files.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { openCounters } from '../../profile/format/counters-file.js';
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import type { CollectedFiles } from '../../run-log/collected-files.js';
import type { EncodedProfileFiles } from './agent-actions.js';
import { readWithMetas } from './ended-processes.js';

export interface UncollectedFiles {
  /**
   * Returns the counters files and their metas.
   *
   * @param have hashes of metas to leave out
   * @param live names of the files of running processes, which these processes have sent
   */
  read(have: ReadonlySet<string>, live: ReadonlySet<string>): EncodedProfileFiles;
  /** Notes that a client has stored files of the directory. Ignores files that have another state. */
  collect(files: readonly CollectedFile[]): void;
}

export interface UncollectedFilesOptions {
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Id of this run. Its files are of this machine, whatever their headers contain. */
  readonly run: string;
  /** Several pods may share the directory, and each has an agent that sends its own files. */
  readonly machine: Pick<ProcessHeader, 'host' | 'pod'>;
  readonly collected: CollectedFiles;
  /** Receives the error for each file that cannot be read; the file is left out. */
  readonly onFailure: (error: unknown) => void;
}

/** Facts about a file that stay true while its state does. */
interface KnownFile {
  readonly state: string;
  readonly end: string;
  readonly isOwn: boolean;
}

export function openUncollectedFiles(options: UncollectedFilesOptions): UncollectedFiles {
  const { directory, run, machine, collected, onFailure } = options;
  /** Saves reading all files of a directory again for each request. */
  const known = new Map<string, KnownFile>();
  const pathOf = (name: string) => join(directory, name);
  const isOwn = (header: ProcessHeader) =>
    header.run === run || (header.host === machine.host && header.pod === machine.pod);
  /** Returns `undefined` for a file that does not exist. @throws if it cannot be read */
  const examine = (name: string): KnownFile | undefined => {
    const stats = statIfPossible(pathOf(name));
    if (!stats) return undefined;
    const state = `${stats.ino} ${stats.mtimeNs} ${stats.size}`;
    const earlier = known.get(name);
    if (earlier?.state === state) return earlier;
    const { header } = openCounters(readDataFile(pathOf(name)), name);
    const file = { state, end: header.end, isOwn: isOwn(header) };
    known.set(name, file);
    return file;
  };
  const attempt = <Result>(act: () => Result): Result | undefined => {
    try {
      return act();
    } catch (error) {
      onFailure(error);
      return undefined;
    }
  };
  return {
    read(have, live) {
      const present = namesIn(directory);
      for (const name of known.keys()) if (!present.has(name)) known.delete(name);
      const own = [...present]
        .filter((name) => !live.has(name))
        .flatMap((name) => {
          const file = attempt(() => examine(name));
          return file?.isOwn ? [{ name, end: file.end }] : [];
        });
      // After the files: an epoch is noted as collected before its file is written.
      const isCollected = collected.read();
      const names = own.filter((file) => !isCollected(file)).map(({ name }) => name);
      return readWithMetas(directory, names, have, onFailure);
    },
    collect(files) {
      const isCollected = collected.read();
      for (const file of files) {
        const state = attempt(() => examine(file.name));
        if (state?.isOwn && state.end === file.end && !isCollected(file)) collected.addFile(file);
      }
    },
  };
}

function namesIn(directory: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(directory).filter((name) => name.startsWith(COUNTERS_PREFIX)));
  } catch {
    return new Set(); // nothing was written
  }
}
