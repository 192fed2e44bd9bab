/** Files that are measured but were never loaded: in the report at 0 %, as the same engine sees them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readInputMap } from '../hooks/input-map.js';
import { createSelector } from '../hooks/selection.js';
import { createInstrument, type SourceMap } from '../instrument/index.js';
import { nycOutputOf } from '../profile/directory.js';
import type { MeasuredFile } from '../profile/nyc-output.js';
import { originalFiles } from '../profile/original-files.js';
import type { RunContext } from '../run-context.js';

/** A file that could not be parsed, and so is in no report. */
export interface NotParsed {
  /** Absolute path. */
  readonly file: string;
  readonly reason: string;
}

/** So many files take long enough for a person to wonder. */
const MANY = 50;

/**
 * Writes a profile of zeros for every measured file that no profile of the run holds. Of compiled files and their
 * sources only the former are taken: by their maps nyc reports them on the latter.
 *
 * @param loaded absolute paths of the files that were loaded, and of their sources
 * @param say where lines for people go
 * @returns what could not be parsed
 */
export async function writeNeverLoaded(
  run: RunContext,
  loaded: ReadonlySet<string>,
  say: (line: string) => void,
): Promise<readonly NotParsed[]> {
  const selected = await createSelector(run.root, run.selection).glob();
  const paths = selected.map((path) => resolve(run.root, path)).filter((path) => !loaded.has(path));
  if (paths.length > MANY) say(`${paths.length} files were never loaded: reading them for the report`);
  const files = await Promise.all(paths.map(readSource));
  const originals = new Set(files.flatMap(({ path, map }) => (map ? originalFiles(path, map) : [])));

  const instrument = createInstrument(run.engine, run.instrument);
  const zeros: Record<string, MeasuredFile> = {};
  const notParsed: NotParsed[] = [];
  for (const { path, source, map } of files.filter((file) => !originals.has(file.path))) {
    try {
      zeros[path] = { ...instrument(source, path, map).coverage, all: true };
    } catch (error) {
      notParsed.push({ file: path, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  await writeFile(join(nycOutputOf(run.directory), 'never-loaded.json'), JSON.stringify(zeros));
  return notParsed;
}

interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  readonly map: SourceMap | undefined;
}

async function readSource(path: string): Promise<SourceFile> {
  const source = await readFile(path, 'utf8');
  return { path, source, map: readInputMap(source, path) };
}
