/** Reads what a run with the engine `nyc` left: nyc's output. */
import { join } from 'node:path';
import {
  hasCounts,
  loadedFiles,
  type MeasuredFile,
  type NycOutput,
  readNycOutput,
} from '../interchange/nyc-output.js';
import { NEVER_LOADED, nycOutputOf } from '../profile/store/directory-layout.js';
import type { RunContext } from '../settings/run-context.js';
import type { RunResults } from './run-results.js';

export async function readNycResults(run: RunContext): Promise<RunResults> {
  const directory = nycOutputOf(run.directory);
  return describeNycOutput(await readNycOutput(directory), directory);
}

/** @param directory absolute path of nyc's output */
export function describeNycOutput(output: NycOutput, directory: string): RunResults {
  // An earlier run of the same directory may have left zeros of files as they were then.
  const counted = output.profiles.filter(({ path }) => path !== join(directory, NEVER_LOADED));
  const versions = findVersions(output);
  const mixed = [...versions].filter(([, { hashes }]) => hashes.size > 1).map(([path]) => path);
  const isNewest = ({ path, hash }: MeasuredFile) =>
    hash === undefined || !mixed.includes(path) || versions.get(path)?.newest === hash;
  return {
    coverage: counted.map(({ files }) =>
      Object.fromEntries(Object.entries(files).filter(([, file]) => isNewest(file))),
    ),
    isCounted: hasCounts(output),
    mayHaveCounted: false, // nyc's files name no run, so its log decides
    pids: output.profiles.map(({ pid }) => pid),
    loaded: loadedFiles(output),
    unreadable: output.unreadable,
    mixed,
    others: [],
  };
}

interface FileVersions {
  readonly hashes: ReadonlySet<string>;
  /** Hash of the version that was measured last. */
  readonly newest: string;
}

/** Returns the versions of each measured file, by absolute path. */
function findVersions({ profiles }: NycOutput): ReadonlyMap<string, FileVersions> {
  const versions = new Map<string, FileVersions>();
  const inOrder = [...profiles].sort(({ time: one = 0 }, { time: other = 0 }) => one - other);
  for (const { path, hash, all } of inOrder.flatMap(({ files }) => Object.values(files))) {
    if (hash === undefined || all === true) continue;
    versions.set(path, { hashes: new Set([...(versions.get(path)?.hashes ?? []), hash]), newest: hash });
  }
  return versions;
}
