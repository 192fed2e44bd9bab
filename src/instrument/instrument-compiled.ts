/** Instruments a text on its original sources or, if its source map cannot be used, as it stands. */
import { type CovermainError, messageOf } from '../platform/errors.js';
import { isParserMissing } from '../platform/load-parser.js';
import type { UnusableMap } from '../run-log/unusable-map.js';
import { findMappingDefect } from '../source-maps/check-mappings.js';
import type { CompiledFile } from '../source-maps/compiled-file.js';
import type { Instrument, Instrumented } from './instrument.js';

export interface InstrumentedText {
  readonly instrumented: Instrumented;
  /** Why the text is counted as it stands although it has a source map. */
  readonly defect: UnusableMap | undefined;
}

/**
 * Instruments a text.
 *
 * @param file absolute path
 * @param compiled `undefined` for a text without a source map
 * @throws CovermainError `SOURCE_NOT_PARSED` if the text itself cannot be parsed, `PARSER_NOT_LOADED`
 */
export function instrumentCompiled(
  instrument: Instrument,
  source: string,
  file: string,
  compiled: CompiledFile | undefined,
): InstrumentedText {
  const { map } = compiled ?? {};
  if (!compiled || !map) return { instrumented: instrument(source, file), defect: compiled?.defect };
  const withoutMap = (code: UnusableMap['code'], detail: string | null = null): InstrumentedText => {
    const sources = compiled.sources.filter((path) => path !== undefined);
    return { instrumented: instrument(source, file), defect: { code, detail, sources } };
  };
  const mappingDefect = findMappingDefect(map, compiled, source);
  if (mappingDefect) return withoutMap(mappingDefect);
  try {
    return { instrumented: instrument(source, file, map, compiled.isSourceCounted), defect: undefined };
  } catch (error) {
    if (isParserMissing(error)) throw error;
    // Compares the code, because each bundle has an error class of its own.
    const isSyntax = (error as Partial<CovermainError> | undefined)?.code === 'SOURCE_NOT_PARSED';
    return withoutMap(isSyntax ? 'source-not-parsed' : 'not-traced', messageOf(error));
  }
}
