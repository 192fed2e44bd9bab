/** Instruments files without running them, and expects the same maps from both engines. */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrument, type Instrument } from '../../../src/instrument/index.js';
import { CovermainError } from '../../../src/platform/errors.js';
import type { EngineName } from '../../../src/settings/index.js';
import { REPOSITORY } from '../../support/project.js';
import { type Size, sizeOf } from '../compare.js';
import { assertSameCoverage, CANDIDATE, REFERENCE } from './engines.js';
import { withoutForeignHints } from './foreign-hints.js';

const OPTIONS = { root: REPOSITORY, parserPlugins: [], ignoreClassMethods: [] };

/**
 * @param files absolute paths
 * @throws AssertionError that says where the maps differ; a file that one engine alone can read is a difference
 * @throws SyntaxError where a script has become text that Node cannot read
 */
export function assertSameMaps(files: readonly string[]): Size {
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

/** None for a file that cannot be parsed. */
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

/** Whether Node reads the text as a script, as far as it can tell without loading what it names. */
function isScript(source: string, filename: string): boolean {
  try {
    new vm.Script(source, { filename });
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
