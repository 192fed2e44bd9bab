/** Instruments files without running them and compares the maps of both engines. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrument, type Instrument } from '../../../src/instrument/index.js';
import { CovermainError } from '../../../src/platform/errors.js';
import type { EngineName } from '../../../src/settings/index.js';
import { REPOSITORY } from '../../support/project.js';
import { type CoverageSize, sizeOf } from '../compare.js';
import { assertSameCoverage, CANDIDATE, REFERENCE } from './engines.js';
import { withoutForeignHints } from './foreign-hints.js';

const OPTIONS = { root: REPOSITORY, parserPlugins: [], ignoreClassMethods: [] };

/**
 * Asserts that both engines return the same maps.
 *
 * @param files absolute paths
 * @throws AssertionError that describes the differences; a file that only one engine can parse is a difference
 * @throws SyntaxError if Node cannot parse the instrumented code of a script
 */
export function assertSameMaps(files: readonly string[]): CoverageSize {
  const [reference, candidate] = [REFERENCE, CANDIDATE].map((engine) => mapsOf(files, engine)) as [
    CoverageMapData,
    CoverageMapData,
  ];
  assertSameCoverage(reference, candidate);
  return sizeOf(reference);
}

function mapsOf(files: readonly string[], engine: EngineName): CoverageMapData {
  const instrument = createInstrument(engine, OPTIONS);
  const maps = files.flatMap((file) => mapOf(file, instrument));
  return Object.fromEntries(maps.map((map) => [map.path, map]));
}

/** Returns no map for a file that cannot be parsed. */
function mapOf(file: string, instrument: Instrument): readonly FileCoverageData[] {
  const source = withoutForeignHints(readFileSync(file, 'utf8'));
  try {
    const { code, coverage } = instrument(source, file);
    if (isScript(source, file)) new vm.Script(code, { filename: file });
    return coverage();
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'SOURCE_NOT_PARSED') return [];
    throw error;
  }
}

/** Whether Node can compile the source as a script. */
function isScript(source: string, filename: string): boolean {
  try {
    new vm.Script(source, { filename });
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
