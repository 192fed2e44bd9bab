/** What nyc wrote: a file of Istanbul JSON for each process and thread, and beside it which process that was. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { messageOf } from '../platform/errors.js';
import { isObject } from '../platform/is-object.js';
import { type MappedSources, originalFiles } from '../source-maps/original-files.js';

export interface NycProfile {
  /** Absolute path of the file. */
  readonly path: string;
  readonly pid: number;
  /** By absolute path. */
  readonly files: Readonly<Record<string, MeasuredFile>>;
}

/** A file's counts, with what the instrumenter adds to the data that its type declares. */
export interface MeasuredFile extends FileCoverageData {
  /** Of the source and the instrumenter's options. */
  readonly hash?: string;
  /** Set on a file that was never loaded, so that any counts take its place. */
  readonly all?: boolean;
  /** The map by which nyc reports a compiled file on its sources. */
  readonly inputSourceMap?: MappedSources;
}

export interface NycOutput {
  readonly profiles: readonly NycProfile[];
  /** Files that are no profile: a process that was killed while it wrote leaves one behind. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** Whether any process wrote counts. */
export function hasCounts({ profiles }: NycOutput): boolean {
  return profiles.some(({ pid, files }) => pid !== NO_PROCESS && Object.keys(files).length > 0);
}

/** Absolute paths of all files that were loaded, and of those they were compiled from. */
export function loadedFiles({ profiles }: NycOutput): ReadonlySet<string> {
  const files = profiles.flatMap((profile) => Object.values(profile.files)).filter(({ all }) => !all);
  const paths = files.flatMap(({ path, inputSourceMap }) =>
    inputSourceMap ? [path, ...originalFiles(path, inputSourceMap)] : [path],
  );
  return new Set(paths.filter((path) => path !== undefined));
}

/** Reads a folder of nyc's output. nyc itself takes what it cannot read for empty, without a word. */
export async function readNycOutput(folder: string): Promise<NycOutput> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const profiles: NycProfile[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  for (const name of names.sort()) {
    const path = join(folder, name);
    try {
      profiles.push({ path, pid: await readPid(folder, name), files: await readFiles(path) });
    } catch (error) {
      unreadable.push({ path, reason: messageOf(error) });
    }
  }
  return { profiles, unreadable };
}

async function readFiles(path: string): Promise<NycProfile['files']> {
  const files: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!isObject(files) || !Object.values(files).every(isMeasuredFile))
    throw new Error('not the coverage of files');
  return files as NycProfile['files'];
}

export function isMeasuredFile(file: unknown): boolean {
  return (
    isObject(file) &&
    typeof file.path === 'string' &&
    [file.statementMap, file.fnMap, file.branchMap].every(isObject)
  );
}

/** The pid of a profile that no process wrote: that of the files never loaded. */
const NO_PROCESS = 0;

async function readPid(folder: string, name: string): Promise<number> {
  try {
    return JSON.parse(await readFile(join(folder, 'processinfo', name), 'utf8')).pid;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return NO_PROCESS;
    throw error;
  }
}
