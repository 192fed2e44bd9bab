/** Adds files of other tools: Istanbul's JSON, from nyc, c8 and others, and Go's text format, from goc. */
import { join } from 'node:path';
import { fromIstanbul, type IstanbulFile, istanbulCountsOf } from '../interchange/from-istanbul.js';
import { findIstanbulDefect } from '../interchange/istanbul-defect.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { messageOf } from '../platform/errors.js';
import { quoteValue } from '../platform/escape-terminal.js';
import { encodeMeta, hashOf } from '../profile/format/meta-file.js';
import { addCounters } from '../profile/model/add-counters.js';
import type { Collection } from './collection.js';
import { addCompiled, type CompiledByContent } from './compiled-files.js';
import { distinctFiles } from './inputs/distinct-files.js';
import { readGoTextFile } from './inputs/go-text-file.js';
import type { Input } from './inputs/input.js';
import { type ForeignCoverage, readIstanbulJson } from './inputs/istanbul-json.js';
import { type CreateMeta, cacheMetas, type KnownMeta } from './meta-cache.js';
import { UNKNOWN_PACKAGE } from './packages/package-sums.js';
import { relocatePath } from './recorded-roots.js';
import { remapToSources } from './remap-to-sources.js';

/**
 * Adds all files. Compiled files are mapped to their original sources at the end: once each, however many files
 * have them.
 */
export async function addForeignFiles(inputs: readonly Input[], collection: Collection): Promise<void> {
  const { root, unreadable, repeated, step } = collection;
  const compiled: CompiledByContent = new Map();
  const getMeta = cacheMetas((file) => makeMeta(file, collection));
  const texts = new Set(inputs.filter(({ kind }) => kind === 'text').map(({ path }) => path));
  for (const file of distinctFiles(inputs.flatMap(filesOf), repeated)) {
    try {
      const coverage = texts.has(file) ? readGoTextFile(file, root) : readIstanbulJson(file);
      addFiles(coverage, compiled, getMeta, collection);
    } catch (error) {
      unreadable.push({ path: file, reason: reasonOf(error) });
    }
    await step();
  }
  await addOriginalSources(compiled, getMeta, collection);
}

/** Maps compiled files to their original sources and adds these. */
async function addOriginalSources(
  compiled: CompiledByContent,
  getMeta: CreateMeta,
  collection: Collection,
): Promise<void> {
  for (const { file, time } of compiled.values()) {
    try {
      const sources = (await remapToSources(file, collection.root)).map((source) =>
        toProfile(source, time, getMeta),
      );
      for (const source of sources) addProfile(source, collection);
    } catch (error) {
      const reason = `cannot be mapped to its original sources: ${reasonOf(error)}`;
      collection.unreadable.push({ path: file.path, reason });
    }
    await collection.step();
  }
}

function filesOf({ path, names }: Input): readonly string[] {
  return names.length > 0 ? names.map((name) => join(path, name)) : [path];
}

interface IstanbulProfile extends KnownMeta {
  readonly counts: readonly number[];
  /** ISO time at which it was counted; empty for a file that was never loaded. */
  readonly time: string;
}

/** Adds the coverage in one input file, or throws before adding any of it. */
function addFiles(
  { files, time }: ForeignCoverage,
  compiled: CompiledByContent,
  getMeta: CreateMeta,
  collection: Collection,
): void {
  const timeOf = ({ all }: MeasuredFile) => (all ? '' : time);
  for (const file of files) requireCounts(file);
  const profiles = files
    .filter(({ inputSourceMap }) => !inputSourceMap)
    .map((file) => toProfile(file, timeOf(file), getMeta));
  for (const file of files) if (file.inputSourceMap) addCompiled(compiled, file, timeOf(file));
  for (const profile of profiles) addProfile(profile, collection);
  const unknown = { argv: [], cwd: '', host: '', pod: null, node: '', commit: null, label: null };
  collection.sums.addProcess({ ...unknown, run: '', pid: 0, ppid: 0, start: time, end: time });
}

function requireCounts(file: MeasuredFile): void {
  const defect = findIstanbulDefect(file);
  if (defect !== undefined) throw new Error(`invalid Istanbul coverage of ${shownPath(file)}: ${defect}`);
  const invalid = withFileInError(file, () => istanbulCountsOf(file)).find(
    (count) => !Number.isSafeInteger(count) || count < 0,
  );
  if (invalid !== undefined) throw new Error(`invalid count ${quoteValue(invalid)} for ${shownPath(file)}`);
}

function toProfile(file: IstanbulFile, time: string, getMeta: CreateMeta): IstanbulProfile {
  return withFileInError(file, () => ({ ...getMeta(file), counts: istanbulCountsOf(file), time }));
}

function makeMeta(file: IstanbulFile, collection: Collection): KnownMeta {
  const meta = fromIstanbul({ ...file, path: relocatePath(file.path, collection) }, collection.root);
  const hash = hashOf(encodeMeta(meta));
  return { hash, meta: collection.metas.get(hash) ?? meta };
}

/** Number of characters of a path that errors show, because the path may be the error. */
const MAX_SHOWN_PATH = 300;

function shownPath({ path }: IstanbulFile): string {
  return path.slice(0, MAX_SHOWN_PATH);
}

/** Names the file in errors of a conversion. Code fails in many ways on data that is not Istanbul's. */
function withFileInError<Result>(file: IstanbulFile, convert: () => Result): Result {
  try {
    return convert();
  } catch (error) {
    throw new Error(`invalid Istanbul coverage of ${shownPath(file)}: ${reasonOf(error)}`);
  }
}

/** Returns why a file cannot be used. Values that tools add to Istanbul's data may have any depth. */
function reasonOf(error: unknown): string {
  return error instanceof RangeError ? 'its values are nested too deeply or too large' : messageOf(error);
}

function addProfile({ hash, meta, counts, time }: IstanbulProfile, { sums, metas }: Collection): void {
  const sum = sums.of(UNKNOWN_PACKAGE);
  metas.set(hash, meta);
  sum.addMeta(hash, meta);
  if (time !== '') addCounters(sum.sumOf(hash, time), counts);
}
