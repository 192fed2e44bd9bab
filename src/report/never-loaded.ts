/** Finds selected files that no process loaded. They are in the report at 0 %, instrumented by the same engine. */
import { join, resolve } from 'node:path';
import { createInstrument } from '../instrument/index.js';
import { instrumentCompiled } from '../instrument/instrument-compiled.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { readTextFile } from '../platform/read-text-file.js';
import { describeUnexpected } from '../platform/unexpected-error.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { hashOf } from '../profile/format/meta-file.js';
import { addMetas } from '../profile/store/copy-metas.js';
import { NEVER_LOADED, nycOutputOf } from '../profile/store/directory-layout.js';
import { openMetaFiles } from '../profile/store/meta-files.js';
import { type LoadFailure, toLoadFailure } from '../run-log/unmeasured.js';
import { createFileSelection, type FileSelection } from '../selection/file-selection.js';
import { createSelector } from '../selection/selector.js';
import { realPathOf } from '../selection/symbolic-links.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { type CompiledFile, readCompiled } from '../source-maps/compiled-file.js';
import { findEvaluatedModules } from '../source-maps/evaluated-modules.js';

/** A file that could not be measured, and so is in no report. */
export interface UnmeasuredFile extends LoadFailure {
  /** Absolute path. */
  readonly file: string;
}

export interface NeverLoadedFiles {
  /** Coverage with only zeros, by absolute path. */
  readonly zeros: Readonly<Record<string, MeasuredFile>>;
  readonly notMeasured: readonly UnmeasuredFile[];
}

/** Minimum number of files for which a log line announces the instrumenting, because it takes long. */
const MANY_FILES = 50;

/**
 * Returns zeros for every selected file that no profile of the run counts. Also writes them to the profile directory, so
 * that later reports of the directory have these files, too. A compiled file and its original sources are one: if any of
 * them was loaded nothing is added, otherwise the compiled file, which is then reported on its sources.
 *
 * @param loaded absolute paths of loaded files
 */
export function findNeverLoaded(
  run: RunContext,
  loaded: ReadonlySet<string>,
  logLine: (line: string) => void,
): NeverLoadedFiles {
  const paths = listNeverLoaded(run, loaded);
  if (paths.length > MANY_FILES)
    logLine(`${paths.length} files were never loaded. Reading them for the report.`);
  const found = finish(instrumentInSteps(run, paths, loaded));
  try {
    recordNeverLoaded(run, found);
  } catch (error) {
    for (const line of describeUnexpected(error)) logLine(line);
    logLine('Later reports of this profile will lack the files that were never loaded.');
  }
  return found;
}

/** Returns the absolute paths of selected files that were not loaded. @param loaded absolute paths */
export function listNeverLoaded(
  { selection }: Pick<RunContext, 'selection'>,
  loaded: ReadonlySet<string>,
): readonly string[] {
  // With --preserve-symlinks, Node loads files under the paths of links.
  const loadedFiles = new Set([...loaded, ...[...loaded].map(realPathOf)]);
  return createSelector(selection)
    .listFiles()
    .map((path) => resolve(selection.root, path))
    .filter((path) => !loadedFiles.has(path) && !loadedFiles.has(realPathOf(path)));
}

export interface InstrumentedFiles extends NeverLoadedFiles {
  /** Encoded metas. */
  readonly metas: readonly Buffer[];
}

function finish<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The facts of a run that decide how files are instrumented. */
export type InstrumentingRun = Pick<RunContext, 'root' | 'engine' | 'selection' | 'instrument'>;

/**
 * Instruments files and writes nothing. It pauses after each file, so that a caller can do other work.
 *
 * @param paths absolute paths
 * @param loaded absolute paths of loaded files
 */
export function* instrumentInSteps(
  run: InstrumentingRun,
  paths: readonly string[],
  loaded: ReadonlySet<string>,
): Generator<void, InstrumentedFiles> {
  const notMeasured: UnmeasuredFile[] = [];
  const attempt = <Result>(file: string, act: () => Result): Result | undefined => {
    try {
      return act();
    } catch (error) {
      notMeasured.push({ file, ...toLoadFailure(error) });
      return undefined;
    }
  };

  const fileSelection = createFileSelection(run);
  const files: SourceFile[] = [];
  for (const path of paths) {
    const file = attempt(path, () => readSource(run, fileSelection, path));
    if (file) files.push(file);
    yield;
  }
  const originals = new Set(files.flatMap(({ sources }) => sources));
  const isReported = ({ path, sources }: SourceFile) =>
    !originals.has(path) && !sources.some((original) => original !== undefined && loaded.has(original));
  const instrument = createInstrument(run.engine, { ...run.instrument, root: run.root });
  const instrumented: { readonly metas: readonly Buffer[]; readonly coverage: readonly MeasuredFile[] }[] =
    [];
  for (const { path, source, compiled } of files.filter(isReported)) {
    const file = attempt(path, () => {
      const { metas, coverage } = instrumentCompiled(instrument, source, path, compiled).instrumented;
      // Keeps nothing else: there may be thousands of files.
      return { metas, coverage: coverage() };
    });
    if (file) instrumented.push(file);
    yield;
  }
  const coverage = instrumented.flatMap((file) => file.coverage);
  const zeros = Object.fromEntries(coverage.map((file) => [file.path, { ...file, all: true }]));
  return { zeros, notMeasured, metas: instrumented.flatMap(({ metas }) => metas) };
}

/** Later reports read zeros from nyc's output, or from metas that no profile counts by. */
function recordNeverLoaded(run: RunContext, { zeros, metas }: InstrumentedFiles): void {
  const encoded = new Map(metas.map((bytes) => [hashOf(bytes), bytes]));
  addMetas(openMetaFiles(run.directory), [...encoded.keys()], [], (hash) => encoded.get(hash));
  if (!capabilitiesOf(run.engine).writesProfiles)
    writeAtomically(join(nycOutputOf(run.directory), NEVER_LOADED), JSON.stringify(zeros));
}

interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  readonly compiled: CompiledFile | undefined;
  /** Absolute paths of its original sources. */
  readonly sources: readonly (string | undefined)[];
}

/** @returns `undefined` for a bundle that evaluates its modules, which are reported by their own files */
function readSource(
  run: InstrumentingRun,
  fileSelection: FileSelection,
  path: string,
): SourceFile | undefined {
  const source = readTextFile(path);
  if (findEvaluatedModules(source, path, run.root).length > 0) return undefined;
  const compiled = readCompiled(source, path, run, fileSelection);
  return { path, source, compiled, sources: compiled?.sources ?? [] };
}
