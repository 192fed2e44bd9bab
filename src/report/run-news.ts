/** Finds what a run executed that earlier profiles had not. */
import { dirname, join } from 'node:path';
import { listRunDirectories } from '../collect/inputs/find-newest-profile.js';
import { listNames } from '../collect/inputs/input.js';
import { modifiedAt } from '../platform/file-stats.js';
import { shortenPath } from '../platform/is-below.js';
import { pluralize } from '../platform/plural-forms.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { readCounters } from '../profile/store/read-profile.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import type { RunContext } from '../settings/run-context.js';
import {
  countExecuted,
  createMetaReader,
  type ExecutedCount,
  type StatementCount,
} from './executed-statements.js';

/** What a run executed, compared with earlier profiles. */
export interface RunNews extends ExecutedCount {
  /** Absolute path of the directory with the earlier profiles. */
  readonly earlier: string;
  /** Whether it is the directory of the run itself, which contains earlier runs, too. */
  readonly isOwn: boolean;
}

/** Maximum number of profiles that are read, because they delay the end of a run. */
const MAXIMUM_PROFILES = 200;

/**
 * Compares a run with the earlier runs of its directory or, if there are none, with the newest other one in
 * `coverage-data/`. Files that were measured in another version then are not compared, because statements of one version have no
 * counterpart in another one.
 *
 * @returns `undefined` if there is nothing to compare with
 * @throws the errors of files that cannot be read
 */
export function findRunNews({
  id,
  directory,
  root,
}: Pick<RunContext, 'id' | 'directory' | 'root'>): RunNews | undefined {
  if (countProfiles(directory) > MAXIMUM_PROFILES) return undefined;
  const profiles = readComplete(directory);
  const own = profiles?.filter(({ run }) => run === id) ?? [];
  if (!profiles || own.length === 0) return undefined;
  const earlier = findEarlier(
    directory,
    root,
    profiles.filter(({ run }) => run !== id),
  );
  // Paths of several packages are relative to different roots.
  if (!earlier || [...own, ...earlier.profiles].some((one) => one.root !== root)) return undefined;
  const [sums, before] = [sumByMeta(own), sumByMeta(earlier.profiles)];
  const metaOf = createMetaReader(directory);
  const changed = findChangedPaths(sums, before, metaOf, createMetaReader(earlier.directory));
  const count = countExecuted(sums, {
    metaOf,
    beforeOf: (hash, { path }, counters) =>
      changed.has(path) ? undefined : (before.get(hash) ?? counters.map(() => 0)),
  });
  return { ...count, earlier: earlier.directory, isOwn: earlier.directory === directory };
}

interface EarlierProfiles {
  /** Absolute path. */
  readonly directory: string;
  readonly profiles: readonly CountersProfile[];
}

function findEarlier(
  directory: string,
  root: string,
  others: readonly CountersProfile[],
): EarlierProfiles | undefined {
  if (others.length > 0) return { directory, profiles: others };
  if (dirname(directory) !== join(root, RUNS_DIRECTORY)) return undefined;
  const [newest] = listRunDirectories(root)
    .readable.filter((path) => path !== directory && countProfiles(path) > 0)
    .sort((one, other) => modifiedAt(other) - modifiedAt(one));
  const profiles =
    newest === undefined || countProfiles(newest) > MAXIMUM_PROFILES ? undefined : readComplete(newest);
  return newest === undefined || !profiles ? undefined : { directory: newest, profiles };
}

function countProfiles(directory: string): number {
  return listNames(directory).filter((name) => name.startsWith(COUNTERS_PREFIX)).length;
}

/** Returns the profiles of a directory; `undefined` if one cannot be read: it may have executed what looks new. */
function readComplete(directory: string): readonly CountersProfile[] | undefined {
  const { profiles, unreadable } = readCounters(directory);
  return unreadable.length > 0 ? undefined : profiles;
}

/** Returns the paths that were measured in several versions, or by several instrumentations. */
function findChangedPaths(
  sums: ReadonlyMap<string, Float64Array>,
  before: ReadonlyMap<string, Float64Array>,
  metaOf: (hash: string) => { readonly path: string },
  metaBefore: (hash: string) => { readonly path: string },
): ReadonlySet<string> {
  const own = new Set<string>();
  const changed = new Set<string>();
  for (const { path } of [...sums.keys()].map(metaOf)) (own.has(path) ? changed : own).add(path);
  for (const hash of before.keys()) if (!sums.has(hash)) changed.add(metaBefore(hash).path);
  return changed;
}

/** Returns a line, or nothing if no statement is known to be new. @param root absolute path that directories are named relative to */
export function formatRunNews(
  { executed, added, isMinimum, earlier, isOwn }: RunNews,
  root: string,
): readonly string[] {
  if (added.statements === 0) return [];
  const least = isMinimum ? 'at least ' : '';
  const news = `${least}${describe(added)} since ${isOwn ? 'earlier runs in ' : ''}${shortenPath(earlier, root)}`;
  return [`new:     ${news}, of ${describe(executed)} that ran`];
}

function describe({ statements, files }: StatementCount): string {
  return `${pluralize(statements, 'statement')} in ${pluralize(files, 'file')}`;
}
