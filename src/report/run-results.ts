/** Reads what a run left in its profile directory: counts, and the processes and files that they come from. */
import { join, resolve } from 'node:path';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { placePackages } from '../collect/packages/place-packages.js';
import { splitByPackage } from '../collect/packages/split-by-package.js';
import { sourceHashAt } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import {
  hasCounts,
  loadedFiles,
  type MeasuredFile,
  type NycOutput,
  readNycOutput,
} from '../interchange/nyc-output.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import type { Totals } from '../profile/model/totals.js';
import { NEVER_LOADED, nycOutputOf } from '../profile/store/directory-layout.js';
import { readCounters, readProfileDirectory } from '../profile/store/read-profile.js';
import type { OtherVersion } from '../profile/versions/other-version.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import type { UntracedCode } from './run-note.js';

export interface RunResults {
  /** Coverage of the loaded files: one map per profile of nyc, or one map of all profiles. */
  readonly coverage: readonly CoverageMapData[];
  /** Whether any process wrote counts. */
  readonly isCounted: boolean;
  /** Whether a process of this run did, or may have: the directory may also contain profiles of earlier runs. */
  readonly mayHaveCounted: boolean;
  /** Pid of the process that wrote each profile of this run; one process may have written several. */
  readonly pids: readonly number[];
  /** Absolute paths of all loaded files, and of the original sources of compiled ones. */
  readonly loaded: ReadonlySet<string>;
  /** Files that are no profile: a process that was killed while it wrote leaves one behind. */
  readonly unreadable: readonly UnreadableFile[];
  /** Absolute paths of files that nyc measured in several versions. Only the newest is in the coverage. */
  readonly mixed: readonly string[];
  /** Versions of files other than the reported ones. */
  readonly others: readonly OtherVersion[];
  /** Code of files that ran compiled which has no true count. Paths are absolute. */
  readonly untraced?: readonly Omit<UntracedCode, 'kind'>[];
}

/** @param isSummed whether the coverage is needed; without it, adding up counts takes longer than all the rest */
export async function readRunResults(run: RunContext, isSummed: boolean): Promise<RunResults> {
  if (capabilitiesOf(run.engine).writesProfiles) return isSummed ? sumProfiles(run) : listProfiles(run);
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

function sumProfiles({ id, directory, root }: RunContext): RunResults {
  const content = readProfileDirectory(directory);
  // Other packages may have written to the directory, too.
  const placed = placePackages([splitByPackage(content)], { root });
  const totals = placed.totals[0] as Totals;
  const { map, others } = toCoverageMap(totals, placed.root, sourceHashAt);
  const loaded = countedFiles(totals, placed.root);
  // An earlier run may have left metas of other files, as they were then: `findNeverLoaded` reads these files as they are now.
  const counted = Object.fromEntries(Object.entries(map).filter(([path]) => loaded.has(path)));
  return {
    coverage: [counted],
    isCounted: content.profiles.length > 0,
    mayHaveCounted: content.profiles.some(({ run }) => run === id),
    pids: pidsOf(id, content.profiles),
    loaded,
    unreadable: content.unreadable,
    mixed: [],
    others,
    untraced: findUntraced(totals, placed.root),
  };
}

/** Returns the untraced code of each counted file. Several compiled forms of a file may each trace other code. */
function findUntraced({ metas, lastCounted }: Totals, root: string): NonNullable<RunResults['untraced']> {
  const namesByPath = new Map<string, readonly string[]>();
  for (const hash of lastCounted.keys()) {
    const { path, untraced = [] } = metas.get(hash) ?? {};
    if (path === undefined) continue;
    const others = namesByPath.get(path) ?? untraced;
    namesByPath.set(
      path,
      untraced.filter((name) => others.includes(name)),
    );
  }
  return [...namesByPath]
    .filter(([, names]) => names.length > 0)
    .map(([path, names]) => ({ file: resolve(root, path), names }));
}

/** A file with a meta and no counters was never loaded, or its process was killed before it wrote. */
function countedFiles({ metas, lastCounted }: Totals, root: string): ReadonlySet<string> {
  const paths = [...lastCounted.keys()].map((hash) => metas.get(hash)?.path);
  return new Set(paths.filter((path) => path !== undefined).map((path) => resolve(root, path)));
}

function listProfiles({ id, directory }: RunContext): RunResults {
  const { profiles, unreadable } = readCounters(directory);
  return {
    coverage: [],
    isCounted: profiles.length > 0,
    mayHaveCounted: profiles.some(({ run }) => run === id),
    pids: pidsOf(id, profiles),
    loaded: new Set(),
    unreadable,
    mixed: [],
    others: [],
  };
}

/** Earlier runs that wrote to the same directory may have had processes with the same pids. */
function pidsOf(run: string, profiles: readonly CountersProfile[]): readonly number[] {
  return profiles.filter((profile) => profile.run === run).map(({ pid }) => pid);
}
