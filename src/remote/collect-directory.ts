/** Collects the profiles in a directory or an archive: a volume of containers, or what was downloaded from an object store. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { createProgressStep } from '../collect/progress-step.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { readDataFile } from '../platform/regular-files.js';
import { encodeArchive } from '../profile/format/archive.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { checkCounters } from '../profile/format/counters-scan.js';
import { metaNameOf } from '../profile/format/meta-file.js';
import { type MetaFiles, openMetaFiles } from '../profile/store/meta-files.js';
import type { StoredArchive } from '../profile/store/store-archive.js';
import type { CollectTargetOptions } from './collect-target.js';
import { listProfileSources, type ProfileSource } from './profile-sources.js';
import type { CollectTarget } from './target.js';
import { addStored, createOutcome, type TargetOutcome } from './target-outcome.js';

/** Returns the target of a path. @param path as the user has written it */
export function targetOfPath(path: string): CollectTarget {
  return {
    id: path,
    pod: null,
    container: null,
    uid: null,
    restarts: null,
    open: () =>
      Promise.reject(new CovermainError('AGENT_FAILED', `No agent can be reached through ${path}.`)),
  };
}

/**
 * Copies the profiles at a path and their sessions, after each was checked. Never rejects: the outcome names the files that are
 * corrupt.
 *
 * @param path absolute
 */
export async function collectDirectory(
  path: string,
  { store, signal }: Pick<CollectTargetOptions, 'store' | 'signal'>,
): Promise<TargetOutcome> {
  const outcome = createOutcome();
  const started = performance.now();
  const reasons: string[] = [];
  try {
    signal.throwIfAborted();
    const sources = listProfileSources(path, store.directory);
    if (sources.length === 0) reasons.push(`No profile found in ${path} and its subdirectories.`);
    const files = sources.flatMap((source) => filesOf(source).map((name) => ({ source, name })));
    const step = createProgressStep({ total: files.length, signal });
    let metas: MetaFiles | undefined;
    for (const { source, name } of files) {
      const file = join(source.path, name);
      try {
        const bytes = readOwnFile(file);
        if (metas?.directory !== source.path) metas = openMetaFiles(source.path);
        const archive = source.isArchive ? bytes : toArchive(metas, name, bytes);
        addStored(outcome, storeIn(store, source, archive, file), bytes.length);
      } catch (error) {
        reasons.push(`${file}: ${messageOf(error)}`);
      }
      await step();
    }
  } catch (error) {
    reasons.push(messageOf(error));
  }
  outcome.reasons = reasons;
  outcome.time = Math.round(performance.now() - started);
  return outcome;
}

/** Returns the names of the files to store: counters, each with its metas, or the archive itself. */
function filesOf({ isArchive, names }: ProfileSource): readonly string[] {
  return isArchive ? names : names.filter((name) => name.startsWith(COUNTERS_PREFIX));
}

function storeIn(
  store: CollectTargetOptions['store'],
  { session }: ProfileSource,
  archive: Buffer,
  name: string,
): StoredArchive {
  return session === undefined ? store.store(archive, name) : store.storeSession(session, archive, name);
}

/** Returns an archive of a counters file and its metas. Metas that cannot be read are missing in it. */
function toArchive(metas: MetaFiles, name: string, bytes: Buffer): Buffer {
  const files = new Map([[name, bytes]]);
  for (const { meta } of checkCounters(bytes, name).files) {
    const encoded = metas.read(meta);
    // The store may have it. Otherwise it names the meta.
    if (encoded) files.set(metaNameOf(meta), encoded);
  }
  return encodeArchive(files);
}

/** Follows no link: a directory of someone else may link to any file of this user. */
function readOwnFile(path: string): Buffer {
  if (lstatSync(path).isSymbolicLink())
    throw new CovermainError('INPUT_UNREADABLE', 'It is a symbolic link. Replace it by a regular file.');
  return readDataFile(path);
}
