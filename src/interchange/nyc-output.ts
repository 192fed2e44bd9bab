/** Reads nyc's output: one Istanbul JSON file per process and thread, and a file with the pid for each. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { messageOf } from '../platform/errors.js';
import { isObject } from '../platform/is-object.js';
import { parseJson } from '../platform/parse-json.js';
import { readDataText } from '../platform/read-text-file.js';
import { type MappedSources, originalFiles } from '../source-maps/original-files.js';

export interface NycProfile {
  /** Absolute path of the file. */
  readonly path: string;
  readonly pid: number;
  /** Time at which the file was written, in milliseconds since 1970. @default 0 */
  readonly time?: number;
  /** Coverage of files, by absolute path. */
  readonly files: Readonly<Record<string, MeasuredFile>>;
}

/** Coverage of a file, with properties that the instrumenter adds and its type does not declare. */
export interface MeasuredFile extends FileCoverageData {
  /** Hash of the source and the instrumenter's options. */
  readonly hash?: string;
  /** Set for a file that was never loaded. Merging replaces it by any other counts. */
  readonly all?: boolean;
  /** Source map by which nyc reports a compiled file on its original sources. */
  readonly inputSourceMap?: MappedSources;
}

export interface NycOutput {
  readonly profiles: readonly NycProfile[];
  /** Files that are not valid coverage, such as those of processes that were killed while writing. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** Whether any process wrote coverage. */
export function hasCounts({ profiles }: NycOutput): boolean {
  return profiles.some(({ pid, files }) => pid !== NO_PROCESS && Object.keys(files).length > 0);
}

/** Returns the absolute paths of all files that were loaded and of their original sources. */
export function loadedFiles({ profiles }: NycOutput): ReadonlySet<string> {
  const files = profiles.flatMap((profile) => Object.values(profile.files)).filter(({ all }) => !all);
  const paths = files.flatMap(({ path, inputSourceMap }) =>
    inputSourceMap ? [path, ...originalFiles(path, inputSourceMap)] : [path],
  );
  return new Set(paths.filter((path) => path !== undefined));
}

/**
 * Reads a directory of nyc's output. nyc itself silently treats unreadable files as empty; this function lists
 * them.
 */
export async function readNycOutput(directory: string): Promise<NycOutput> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
  const profiles: NycProfile[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  for (const name of names.sort()) {
    const path = join(directory, name);
    try {
      const { mtimeMs: time } = await stat(path);
      profiles.push({ path, pid: await readPid(directory, name), time, files: await readFiles(path) });
    } catch (error) {
      unreadable.push({ path, reason: messageOf(error) });
    }
  }
  return { profiles, unreadable };
}

async function readFiles(path: string): Promise<NycProfile['files']> {
  const files: unknown = parseJson(readDataText(path));
  if (!isObject(files) || !Object.values(files).every(isMeasuredFile))
    throw new Error('not Istanbul coverage of files');
  return files as NycProfile['files'];
}

/** Whether a value is coverage of a file: has a path and the maps of statements, functions and branches. */
export function isMeasuredFile(file: unknown): boolean {
  return (
    isObject(file) &&
    typeof file.path === 'string' &&
    [file.statementMap, file.fnMap, file.branchMap].every(isObject)
  );
}

/** The pid of the profile that no process wrote: that of the files that were never loaded. */
const NO_PROCESS = 0;

async function readPid(directory: string, name: string): Promise<number> {
  try {
    const info = parseJson(readDataText(join(directory, 'processinfo', name)));
    return isObject(info) ? Number(info.pid) : NO_PROCESS;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NO_PROCESS;
    throw error;
  }
}
