/** Separates new profiles from those that existed before. */
import { join } from 'node:path';
import { readDataFile } from '../platform/regular-files.js';
import { isIntegrationOn } from '../settings/integration.js';
import type { RunContext } from '../settings/run-context.js';
import { openIntegrationRun } from './integration-run.js';
import { currentScope, type ProgramScope } from './scopes.js';
import { checksumOf, listProfilesOf } from './test-profile.js';

/** The profiles that exist at a moment. Their contents are compared, not times: clocks are too coarse, and can be set back. */
export interface ProfileSnapshot {
  /** Checksums by file name. */
  readonly checksums: ReadonlyMap<string, string>;
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
  return { checksums: new Map(isIntegrationOn(process.env) ? readChecksums(selectProfiles()) : []) };
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
  const written = readChecksums(selected).filter(
    ([name, checksum]) => since.checksums.get(name) !== checksum,
  );
  return written.map(([name]) => ({
    path: join(selected.directory, name),
    isRewritten: since.checksums.has(name),
  }));
}

type SelectedProfiles = Pick<RunContext, 'directory' | 'id'>;

function selectProfiles(): SelectedProfiles {
  const { test, context }: ProgramScope = currentScope();
  return test === undefined ? openIntegrationRun() : context;
}

function readChecksums({
  directory,
  id,
}: SelectedProfiles): readonly (readonly [name: string, checksum: string])[] {
  return listProfilesOf(directory, id).map((name) => [name, checksumOf(readDataFile(join(directory, name)))]);
}
