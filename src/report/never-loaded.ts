/** Files that are measured but were never loaded: in the report at 0 %, as the same engine sees them. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createSelector } from '../hooks/selection.js';
import { createInstrument } from '../instrument/index.js';
import { nycOutputOf } from '../profile/directory.js';
import type { MeasuredFile } from '../profile/nyc-output.js';
import type { RunContext } from '../run-context.js';

/** A file that could not be parsed, and so is in no report. */
export interface NotParsed {
  /** Absolute path. */
  readonly file: string;
  readonly reason: string;
}

/**
 * Writes a profile of zeros for every measured file that no profile of the run holds.
 *
 * @param loaded absolute paths of the files that profiles hold
 * @returns what could not be parsed
 */
export async function writeNeverLoaded(
  run: RunContext,
  loaded: ReadonlySet<string>,
): Promise<readonly NotParsed[]> {
  const instrument = createInstrument(run.engine, run.instrument);
  const zeros: Record<string, MeasuredFile> = {};
  const notParsed: NotParsed[] = [];
  for (const path of await createSelector(run.root, run.selection).glob()) {
    const file = resolve(run.root, path);
    if (loaded.has(file)) continue;
    try {
      zeros[file] = { ...instrument(await readFile(file, 'utf8'), file).coverage, all: true };
    } catch (error) {
      notParsed.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  await writeFile(join(nycOutputOf(run.directory), 'never-loaded.json'), JSON.stringify(zeros));
  return notParsed;
}
