/** Files that are measured but were never loaded: in the report at 0 %, as the same engine sees them. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInstrument } from '../instrument/index.js';
import type { MeasuredFile } from '../interchange/nyc-output.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { writeMeta } from '../profile/store/write-profile.js';
import { type LoadFailure, toLoadFailure } from '../run-log/unmeasured.js';
import { createFileSelection, type FileSelection } from '../selection/file-selection.js';
import { createSelector } from '../selection/selector.js';
import type { RunContext } from '../settings/run-context.js';
import { type CompiledFile, readCompiled } from '../source-maps/compiled-file.js';
import { originalFiles } from '../source-maps/original-files.js';
import type { RunResults } from './run-results.js';

/** A file that could not be measured, and so is in no report. */
export interface UnmeasuredFile extends LoadFailure {
  /** Absolute path. */
  readonly file: string;
}

/** So many files take long enough for a person to wonder. */
const MANY = 50;

/**
 * Writes a profile of zeros for every selected file that no profile of the run counts, and its metas into the profile
 * directory, so that whoever reads that later knows of it, too. A file and those it was compiled from are one: where any
 * of them was loaded nothing is added, else the compiled file, which nyc reports on its sources.
 *
 * @param logLine where lines for people go
 * @returns what could not be measured
 */
export async function writeNeverLoaded(
  run: RunContext,
  { loaded, folder }: Pick<RunResults, 'loaded' | 'folder'>,
  logLine: (line: string) => void,
): Promise<readonly UnmeasuredFile[]> {
  const selected = await createSelector(run.selection).glob();
  const paths = selected.map((path) => resolve(run.selection.root, path)).filter((path) => !loaded.has(path));
  if (paths.length > MANY) logLine(`${paths.length} files were never loaded: reading them for the report`);
  const notMeasured: UnmeasuredFile[] = [];
  const attempt = <Result>(file: string, act: () => Result): Result | undefined => {
    try {
      return act();
    } catch (error) {
      notMeasured.push({ file, ...toLoadFailure(error) });
      return undefined;
    }
  };

  const choice = createFileSelection(run);
  const files = paths
    .map((path) => attempt(path, () => readSource(run, choice, path)))
    .filter((file) => file !== undefined);
  const originals = new Set(files.flatMap(({ sources }) => sources));
  const instrument = createInstrument(run.engine, { ...run.instrument, root: run.root });
  const zeros: Record<string, MeasuredFile> = {};
  for (const { path, source, compiled, sources } of files) {
    if (originals.has(path) || sources.some((original) => original !== undefined && loaded.has(original)))
      continue;
    const instrumented = attempt(path, () =>
      instrument(source, path, compiled?.map, compiled?.isSourceCounted),
    );
    for (const file of instrumented?.coverage() ?? []) zeros[file.path] = { ...file, all: true };
    for (const meta of instrumented?.metas ?? []) writeMeta(run.directory, meta);
  }
  await writeFile(join(folder, 'never-loaded.json'), JSON.stringify(zeros));
  return notMeasured;
}

interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  readonly compiled: CompiledFile | undefined;
  /** Absolute paths of what it was compiled from. */
  readonly sources: readonly (string | undefined)[];
}

function readSource(run: RunContext, choice: FileSelection, path: string): SourceFile {
  const source = withoutByteOrderMark(readFileSync(path, 'utf8'));
  const compiled = readCompiled(source, path, run, choice);
  return { path, source, compiled, sources: compiled ? originalFiles(path, compiled.map, run.root) : [] };
}
