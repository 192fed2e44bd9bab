/** What other tools write, added up: Istanbul's JSON, of nyc, c8 and others, and Go's text format, of goc. */
import { join } from 'node:path';
import { fromIstanbul, type IstanbulFile, istanbulCountsOf } from '../interchange/from-istanbul.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { messageOf } from '../platform/errors.js';
import { encodeMeta, hashOf } from '../profile/format/meta-file.js';
import { addCounters } from '../profile/model/add-counters.js';
import type { Collection } from './collection.js';
import { addCompiled, type CompiledByContent } from './compiled-files.js';
import { distinctFiles } from './inputs/distinct-files.js';
import { readGoTextFile } from './inputs/go-text-file.js';
import type { Input } from './inputs/input.js';
import { type ForeignCoverage, readIstanbulJson } from './inputs/istanbul-json.js';
import { type CreateMeta, cacheMetas, type KnownMeta } from './meta-cache.js';
import { relocatePath } from './recorded-roots.js';
import { remapToSources } from './remap-to-sources.js';

/** Compiled files are traced to their sources at the end: once for each, however many files there are. */
export async function addForeignFiles(inputs: readonly Input[], collecting: Collection): Promise<void> {
  const { root, unreadable, repeated, step } = collecting;
  const compiled: CompiledByContent = new Map();
  const metaOf = cacheMetas((file) => makeMeta(file, collecting));
  const texts = new Set(inputs.filter(({ kind }) => kind === 'text').map(({ path }) => path));
  for (const file of distinctFiles(inputs.flatMap(filesOf), repeated)) {
    try {
      const read = texts.has(file) ? readGoTextFile(file, root) : readIstanbulJson(file);
      addFiles(read, compiled, metaOf, collecting);
    } catch (error) {
      unreadable.push({ path: file, reason: messageOf(error) });
    }
    await step();
  }
  await addSources(compiled, metaOf, collecting);
}

/** Of compiled files. */
async function addSources(
  compiled: CompiledByContent,
  metaOf: CreateMeta,
  collecting: Collection,
): Promise<void> {
  for (const { file, time } of compiled.values()) {
    try {
      const sources = (await remapToSources(file)).map((source) => toProfile(source, time, metaOf));
      for (const source of sources) add(source, collecting);
    } catch (error) {
      const reason = `it cannot be traced to its sources: ${messageOf(error)}`;
      collecting.unreadable.push({ path: file.path, reason });
    }
    await collecting.step();
  }
}

function filesOf({ path, names }: Input): readonly string[] {
  return names.length > 0 ? names.map((name) => join(path, name)) : [path];
}

interface IstanbulProfile extends KnownMeta {
  readonly counts: readonly number[];
  /** Empty for a file that was never loaded. */
  readonly time: string;
}

/** Nothing of a file is added unless all of it can be. */
function addFiles(
  { files, time }: ForeignCoverage,
  compiled: CompiledByContent,
  metaOf: CreateMeta,
  collecting: Collection,
): void {
  const countedAt = ({ all }: MeasuredFile) => (all ? '' : time);
  for (const file of files) requireCounts(file);
  const profiles = files
    .filter(({ inputSourceMap }) => !inputSourceMap)
    .map((file) => toProfile(file, countedAt(file), metaOf));
  for (const file of files) if (file.inputSourceMap) addCompiled(compiled, file, countedAt(file));
  for (const profile of profiles) add(profile, collecting);
  const unknown = { argv: [], cwd: '', host: '', pod: null, node: '', commit: null, label: null };
  collecting.sum.addProcess({ ...unknown, run: '', pid: 0, ppid: 0, start: time, end: time });
}

function requireCounts(file: MeasuredFile): void {
  const wrong = attempt(file, () => istanbulCountsOf(file)).find(
    (count) => !Number.isSafeInteger(count) || count < 0,
  );
  if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)}, which ${file.path} has, is no count`);
}

function toProfile(file: IstanbulFile, time: string, metaOf: CreateMeta): IstanbulProfile {
  return attempt(file, () => ({ ...metaOf(file), counts: istanbulCountsOf(file), time }));
}

function makeMeta(file: IstanbulFile, collecting: Collection): KnownMeta {
  const meta = fromIstanbul({ ...file, path: relocatePath(file.path, collecting) }, collecting.root);
  const hash = hashOf(encodeMeta(meta));
  return { hash, meta: collecting.sum.metas.get(hash) ?? meta };
}

/** What is not there where Istanbul has it is met in many places, and in each it is the file that is wrong. */
function attempt<Result>({ path }: IstanbulFile, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new Error(`what it has of ${path} is none of Istanbul's: ${messageOf(error)}`);
  }
}

function add({ hash, meta, counts, time }: IstanbulProfile, { sum }: Collection): void {
  if (!sum.metas.has(hash)) sum.addMeta(hash, meta);
  if (time !== '') addCounters(sum.sumOf(hash, time), counts);
}
