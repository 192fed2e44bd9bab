/** Separates new profiles from those that existed before. */
import { join } from 'node:path';
import { sha256 } from '../platform/crypto.js';
import { readDataFile } from '../platform/regular-files.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import { isIntegrationOn } from '../settings/integration.js';
import type { RunContext } from '../settings/run-context.js';
import { openIntegrationRun } from './integration-run.js';
import { currentScope, type ProgramScope } from './scopes.js';
import { listProfilesOf } from './test-profile.js';

/** The profiles that exist at a moment. Their counts are compared, not times: clocks are too coarse, and can be set back. */
export interface ProfileSnapshot {
  /** Hashes of the counts by file name. */
  readonly counts: ReadonlyMap<string, string>;
}

export interface NewProfile {
  /** Absolute path. */
  readonly path: string;
  /** Whether the profile existed before, and its program has written further counts. */
  readonly isRewritten: boolean;
}

/**
 * Remembers which profiles exist: those of the current test, or of the run outside of tests.
 *
 * @throws as `openIntegrationRun`
 */
export function snapshotProfiles(): ProfileSnapshot {
  return { counts: new Map(isIntegrationOn(process.env) ? readCounts(selectProfiles()) : []) };
}

/**
 * Returns the profiles that were written since a snapshot, sorted by name: of programs of the current test, or of the run
 * outside of tests. Call `forceWrite` before, if programs are running. Without coverage there are none.
 *
 * @throws as `openIntegrationRun`
 */
export function getNewProfiles(since: ProfileSnapshot): readonly NewProfile[] {
  if (!isIntegrationOn(process.env)) return [];
  const selected = selectProfiles();
  const written = readCounts(selected).filter(([name, counts]) => since.counts.get(name) !== counts);
  return written.map(([name]) => ({
    path: join(selected.directory, name),
    isRewritten: since.counts.has(name),
  }));
}

type SelectedProfiles = Pick<RunContext, 'directory' | 'id'>;

function selectProfiles(): SelectedProfiles {
  const { test, context }: ProgramScope = currentScope();
  return test === undefined ? openIntegrationRun() : context;
}

function readCounts({ directory, id }: SelectedProfiles): readonly (readonly [name: string, hash: string])[] {
  return listProfilesOf(directory, id).map((name) => {
    const { files } = decodeCounters(readDataFile(join(directory, name)), name);
    return [name, sha256(JSON.stringify(files.map(({ meta, counters }) => [meta, ...Array.from(counters)])))];
  });
}
