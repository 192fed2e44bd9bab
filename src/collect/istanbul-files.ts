/** Istanbul's JSON, as nyc, c8 and others write it, added up. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { messageOf } from '../errors.js';
import { corruptProfile } from '../profile/byte-reader.js';
import { countsOf, fromIstanbul, type IstanbulFile } from '../profile/from-istanbul.js';
import { encodeMeta, hashOf } from '../profile/meta-file.js';
import { isMeasuredFile, type MeasuredFile } from '../profile/nyc-output.js';
import { addCounters } from '../profile/sum.js';
import type { Collecting } from './collect.js';
import type { Input } from './inputs.js';
import { remap } from './remap.js';

/** Compiled files are traced to their sources at the end: once for each, however many files there are. */
export async function addIstanbul({ path, names }: Input, collecting: Collecting): Promise<void> {
  const { unreadable, step } = collecting;
  const compiled = new Map<string, Compiled>();
  const files = names.length > 0 ? names.map((name) => join(path, name)) : [path];
  for (const file of files) {
    try {
      addFile(file, compiled, collecting);
    } catch (error) {
      unreadable.push({ path: file, reason: messageOf(error) });
    }
    await step();
  }
  for (const { file, time } of compiled.values()) {
    try {
      for (const source of await remap(file)) add(toProfile(source, time, collecting), collecting);
    } catch (error) {
      unreadable.push({ path: file.path, reason: `it cannot be traced to its sources: ${messageOf(error)}` });
    }
    await step();
  }
}

/** A compiled file, with the counts of all that counted it. */
interface Compiled {
  readonly file: MeasuredFile;
  /** When it was last counted, in ISO format. */
  readonly time: string;
}

interface IstanbulProfile {
  readonly hash: string;
  readonly meta: ReturnType<typeof fromIstanbul>;
  readonly counts: readonly number[];
  /** Empty for a file that was never loaded. */
  readonly time: string;
}

/** Nothing of a file is added unless all of it can be. */
function addFile(path: string, compiled: Map<string, Compiled>, collecting: Collecting): void {
  const time = statSync(path).mtime.toISOString();
  const files = Object.values(parse(path));
  const profiles = files
    .filter((file) => !file.inputSourceMap)
    .map((file) => toProfile(file, file.all ? '' : time, collecting));
  for (const file of files) if (file.inputSourceMap) addCompiled(compiled, file, time);
  for (const profile of profiles) add(profile, collecting);
  const unknown = { argv: [], cwd: '', host: '', pod: null, node: '', commit: null, label: null };
  collecting.sum.addProcess({ ...unknown, run: '', pid: 0, ppid: 0, start: time, end: time });
}

function parse(path: string): Readonly<Record<string, MeasuredFile>> {
  let files: unknown;
  try {
    files = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw corruptProfile(path, `it is not JSON: ${messageOf(error)}`);
  }
  const isCoverage =
    typeof files === 'object' &&
    files !== null &&
    !Array.isArray(files) &&
    Object.values(files).every(isMeasuredFile);
  if (!isCoverage) throw corruptProfile(path, "it is not Istanbul's coverage of files");
  return files as Readonly<Record<string, MeasuredFile>>;
}

function toProfile(file: IstanbulFile, time: string, collecting: Collecting): IstanbulProfile {
  const path = pathUnder(collecting, file.path);
  try {
    const meta = fromIstanbul({ ...file, path }, collecting.root);
    return { hash: hashOf(encodeMeta(meta)), meta, counts: countsOf(file).map(toCount), time };
  } catch (error) {
    throw corruptProfile(file.path, `its coverage is none that Istanbul makes: ${messageOf(error)}`);
  }
}

/** Some tools leave out what never ran. */
function toCount(count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count;
  throw new RangeError(`${JSON.stringify(count)} is no count`);
}

function add({ hash, meta, counts, time }: IstanbulProfile, { sum }: Collecting): void {
  sum.addMeta(hash, meta);
  if (time !== '') addCounters(sum.sumOf(hash, time), counts);
}

/** By all that says what is counted, so that counts are added index by index. */
function addCompiled(compiled: Map<string, Compiled>, file: MeasuredFile, time: string): void {
  const { path, statementMap, fnMap, branchMap, inputSourceMap, all } = file;
  const key = createHash('sha256')
    .update(JSON.stringify([path, statementMap, fnMap, branchMap, inputSourceMap]))
    .digest('hex');
  const known = compiled.get(key);
  const at = all ? '' : time;
  compiled.set(key, {
    file: known ? withCounts(known.file, file) : file,
    time: known && known.time > at ? known.time : at,
  });
}

function withCounts(total: MeasuredFile, { s, f, b }: MeasuredFile): MeasuredFile {
  const sum = (counts: Readonly<Record<string, number>>, more: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([id, count]) => [id, count + (more[id] ?? 0)]));
  const arms = Object.entries(total.b).map(([id, counts]) => [
    id,
    counts.map((count, arm) => count + (b[id]?.[arm] ?? 0)),
  ]);
  return { ...total, s: sum(total.s, s), f: sum(total.f, f), b: Object.fromEntries(arms) };
}

/** The path as it is here, of a file that was measured where another folder was the root. */
function pathUnder({ root, recordedRoots }: Collecting, path: string): string {
  const recorded = recordedRoots.find((folder) => isUnder(folder, path));
  if (isUnder(root, path) || recorded === undefined) return resolve(root, path);
  return resolve(root, relative(recorded, path));
}

function isUnder(folder: string, path: string): boolean {
  const short = relative(folder, path);
  return short !== '..' && !short.startsWith(`..${sep}`) && !isAbsolute(short);
}
