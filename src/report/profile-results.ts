/** Reads the profiles that a run left in its profile directory. */
import { resolve } from 'node:path';
import { placePackages } from '../collect/packages/place-packages.js';
import { splitByPackage } from '../collect/packages/split-by-package.js';
import { sourceHashAt } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { Totals } from '../profile/model/totals.js';
import { readCounters, readProfileDirectory } from '../profile/store/read-profile.js';
import type { RunContext } from '../settings/run-context.js';
import type { RunResults } from './run-results.js';

/** Returns the results with the sum of all profiles of the directory. */
export function sumProfiles({ id, directory, root }: RunContext): RunResults {
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

/** Returns the results without coverage. */
export function listProfiles({ id, directory }: RunContext): RunResults {
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
