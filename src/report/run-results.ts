/** What a run left behind, whichever engine counted: where its counts are, and of which processes and files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sourceHashAt } from '../collect/source-state.js';
import { type OtherVersion, toCoverageMap } from '../interchange/coverage-map.js';
import { hasCounts, loadedFiles, type NycOutput, readNycOutput } from '../interchange/nyc-output.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import { type Totals, totalsOf } from '../profile/model/totals.js';
import { istanbulOutputOf, nycOutputOf } from '../profile/store/directory-layout.js';
import { readCounters, readProfileDirectory } from '../profile/store/read-profile.js';
import type { RunContext } from '../settings/run-context.js';

export interface RunResults {
  /** Absolute path of a folder with the counts as Istanbul's JSON, for `nyc report`. */
  readonly folder: string;
  readonly isCounted: boolean;
  /** Of each profile the process that wrote it; one process may have written several. */
  readonly pids: readonly number[];
  /** Absolute paths of all files that were loaded, and of those they were compiled from. */
  readonly loaded: ReadonlySet<string>;
  /** A process that was killed while it wrote leaves such a file behind. */
  readonly unreadable: readonly UnreadableFile[];
  /** Absolute paths of files of which several versions were measured, and added by position. */
  readonly mixed: readonly string[];
  /** Versions that are not the reported ones. */
  readonly others: readonly OtherVersion[];
}

/** @param isReported whether the counts are added up for a report */
export async function readRunResults(run: RunContext, isReported: boolean): Promise<RunResults> {
  if (run.engine === 'probe') return isReported ? await sumProfiles(run) : listProfiles(run);
  const folder = nycOutputOf(run.directory);
  return describeNycOutput(await readNycOutput(folder), folder);
}

export function describeNycOutput(output: NycOutput, folder: string): RunResults {
  return {
    folder,
    isCounted: hasCounts(output),
    pids: output.profiles.map(({ pid }) => pid),
    loaded: loadedFiles(output),
    unreadable: output.unreadable,
    mixed: mixedIn(output),
    others: [],
  };
}

function mixedIn({ profiles }: NycOutput): readonly string[] {
  const hashes = new Map<string, Set<string>>();
  for (const { path, hash, all } of profiles.flatMap(({ files }) => Object.values(files))) {
    if (hash !== undefined && all !== true) hashes.set(path, (hashes.get(path) ?? new Set()).add(hash));
  }
  return [...hashes].filter(([, versions]) => versions.size > 1).map(([path]) => path);
}

/** Adds up the profiles and writes the sum for `nyc report`, in place of what an earlier run wrote there. */
async function sumProfiles({ directory, root }: RunContext): Promise<RunResults> {
  const content = readProfileDirectory(directory);
  const totals = totalsOf(content);
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  const folder = istanbulOutputOf(directory);
  const loaded = countedFiles(totals, root);
  // The others may have been left by an earlier run: they are told of as they are now, by `writeNeverLoaded`.
  const counted = Object.fromEntries(Object.entries(map).filter(([path]) => loaded.has(path)));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'profile.json'), JSON.stringify(counted));
  return {
    folder,
    isCounted: content.profiles.length > 0,
    pids: content.profiles.map(({ pid }) => pid),
    loaded,
    unreadable: content.unreadable,
    mixed: [],
    others,
  };
}

/** What has a meta and no counters was never loaded, or its process was killed before it wrote. */
function countedFiles({ metas, lastCounted }: Totals, root: string): ReadonlySet<string> {
  const paths = [...lastCounted.keys()].map((hash) => metas.get(hash)?.path);
  return new Set(paths.filter((path) => path !== undefined).map((path) => resolve(root, path)));
}

/** Without a look at what was counted: that takes as long as the report. */
function listProfiles({ directory }: RunContext): RunResults {
  const { profiles, unreadable } = readCounters(directory);
  return {
    folder: istanbulOutputOf(directory),
    isCounted: profiles.length > 0,
    pids: profiles.map(({ pid }) => pid),
    loaded: new Set(),
    unreadable,
    mixed: [],
    others: [],
  };
}
