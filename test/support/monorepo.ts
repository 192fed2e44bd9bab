/** Creates repositories with several packages, and profiles of them as containers and clones write them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sha256 } from '../../src/platform/crypto.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import type { CountersProfile, ProcessHeader } from '../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { writeCounters } from '../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from './profiles.js';
import { type Files, makeProject, type Project } from './project.js';

/** Text of every source: the one that `metaOf` describes. */
export const SOURCE = 'function ƒ(a) { if (a) a(); }\n';

/** Creates a project whose default package.json and `.nycrc` select all files. @param files may replace them */
export function makeRepository(files: Files): Project {
  return makeProject({ 'package.json': '{"name":"shop"}', '.nycrc': '{}', ...files });
}

/** Returns the text of a package.json with a name, or without one. */
export function manifestOf(name: string | undefined): string {
  return JSON.stringify(name === undefined ? {} : { name });
}

/** Package and root of a header. Both are missing in profiles of earlier versions. */
export type HeaderOrigin = Pick<ProcessHeader, 'package' | 'root'>;

/** Returns the meta of `SOURCE` in a file. */
export function metaAt(path: string): FileMeta {
  return metaOf({ path, sourceHash: sha256(SOURCE) });
}

export interface RecordedProfile extends Partial<CountersProfile> {
  /** Paths of files that ran, relative to the root of the package, each with how often. */
  readonly ran: Readonly<Record<string, number>>;
  /** Paths of files that were never loaded. */
  readonly neverLoaded?: readonly string[];
}

/** Writes a profile to a directory. @param directory absolute path */
export function writeProfile(
  directory: string,
  { ran, neverLoaded = [], ...header }: RecordedProfile,
): string {
  mkdirSync(directory, { recursive: true });
  const metas = Object.keys(ran).map(metaAt);
  for (const meta of [...metas, ...neverLoaded.map(metaAt)]) writeMeta(directory, encodeMeta(meta));
  const files = metas.map((meta) => countersOf(meta, [ran[meta.path] ?? 0, 0, 0]));
  writeCounters(directory, profileOf(files, header));
  return directory;
}

/** Writes `SOURCE` to these files of a project. */
export function writeSources(project: Project, ...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(project.path(file)), { recursive: true });
    writeFileSync(project.path(file), SOURCE);
  }
}
