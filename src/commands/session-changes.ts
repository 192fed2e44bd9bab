/** Finds which changes a run has not executed when a session ends. */
import { sourceHashAt } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import { totalsOf } from '../profile/model/totals.js';
import { readProfileDirectory } from '../profile/store/read-profile.js';
import { readNycConfig } from '../project/nyc-config.js';
import { findGitTop, listProjectRoots } from '../project/package.js';
import type { MissedChanges } from '../report/diff/missed-changes.js';
import { createUnloadedReader } from '../report/diff/unloaded.js';
import { readCi } from '../settings/ci.js';
import type { Environment } from '../settings/environment.js';
import { missedChangesIfKnown } from './missed-changes.js';

export interface SessionRun {
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** Returns the changes that a run has not executed; `undefined` in CI, and if they cannot be found. */
export async function findSessionChanges(session: SessionRun): Promise<MissedChanges | undefined> {
  const { cwd, environment } = session;
  if (readCi(environment) !== undefined || findGitTop(cwd) === undefined) return undefined;
  try {
    return await findChanges(session);
  } catch {
    return undefined; // `covermain report` and `covermain diff` report the error
  }
}

async function findChanges({
  run,
  directory,
  cwd,
  environment,
}: SessionRun): Promise<MissedChanges | undefined> {
  const { metas, profiles } = readProfileDirectory(directory);
  const ofRun = profiles.filter((profile) => profile.run === run);
  const [root, ...others] = new Set(ofRun.map((profile) => profile.root));
  // Profiles of another machine name its directories.
  const own = listProjectRoots(cwd);
  if (root === undefined || others.length > 0 || !own.includes(root)) return undefined;
  const { map } = toCoverageMap(totalsOf({ metas, profiles: ofRun }), root, sourceHashAt);
  const config = await readNycConfig(root);
  return missedChangesIfKnown({
    root,
    // Metas of earlier runs describe files as they were then.
    map: Object.fromEntries(Object.entries(map).filter(([, file]) => !file.all)),
    ...createUnloadedReader(root, config),
    environment,
  });
}
