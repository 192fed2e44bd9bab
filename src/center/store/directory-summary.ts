/** Counts what is in the profile directory of a center. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { COUNTERS_PREFIX, META_PREFIX } from '../../profile/format/constants.js';
import { textDirectoryOf } from './text-directory.js';

export interface DirectorySummary {
  /** Number of profiles: one per process and epoch. */
  readonly profiles: number;
  readonly runs: number;
  /** Number of files with metas. The center writes one file for each meta, to remove it when nothing needs it. */
  readonly metas: number;
  /** Number of profiles in Go's text format. */
  readonly texts: number;
  /** Size of all of these in bytes. */
  readonly bytes: number;
}

/** Number of files that are examined without a pause. */
const SLICE = 500;

/** Counts the files, with pauses in which pushes are stored. Another center may write to the same directory. */
export async function summarizeDirectory(directory: string): Promise<DirectorySummary> {
  const names = readdirSync(directory);
  const profiles = names.filter((name) => name.startsWith(COUNTERS_PREFIX));
  const metas = names.filter((name) => name.startsWith(META_PREFIX));
  const texts = listTexts(textDirectoryOf(directory));
  let bytes = 0;
  const paths = [...profiles, ...metas].map((name) => join(directory, name)).concat(texts);
  for (const [index, path] of paths.entries()) {
    if (index % SLICE === 0) await nextTurn();
    bytes += lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  const runs = new Set(profiles.map((name) => name.split('.')[1]));
  return { profiles: profiles.length, runs: runs.size, metas: metas.length, texts: texts.length, bytes };
}

function listTexts(directory: string): readonly string[] {
  try {
    return readdirSync(directory).map((name) => join(directory, name));
  } catch {
    return []; // none was pushed
  }
}
