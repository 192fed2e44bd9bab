/** The seam between engines: what turns source text into text that counts. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { MappedSources } from '../profile/original-files.js';

/** A source map of version 3, as JSON holds it. */
export interface SourceMap extends MappedSources {
  readonly version: number | string;
  readonly mappings: string;
}

export interface Instrumented {
  /** The text to run instead, with an inline source map back to `source`. */
  readonly code: string;
  /** Istanbul's maps of the file, every count 0. */
  readonly coverage: FileCoverageData;
}

/**
 * Puts counters into one file. Pure: no input or output, the same text for the same arguments.
 *
 * @param source what the author wrote, or code that `inputMap` traces back to it
 * @param file absolute path; its extension tells the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export type Instrument = (source: string, file: string, inputMap?: SourceMap) => Instrumented;
