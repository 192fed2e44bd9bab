/** The seam between engines: what turns source text into text that counts. */

import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { InstrumentOptions } from '../settings/run-context.js';
import type { SourceMap } from '../source-maps/source-map.js';

export interface EngineOptions extends InstrumentOptions {
  /** Absolute path that the paths of metas are relative to. */
  readonly root: string;
}

export interface Instrumented {
  /** The text to run instead. */
  readonly code: string;
  /** The source map from it back to what the author wrote, as JSON; `undefined` where `code` is the source itself. */
  readonly map: string | undefined;
  /** What the probes in it count, encoded; none where the code counts into `__coverage__` by itself. */
  readonly metas: readonly Buffer[];
  /** Istanbul's maps of the files it was made of, every count 0. */
  readonly coverage: () => readonly FileCoverageData[];
}

/**
 * Puts counters into one file. Pure: no input or output, the same text for the same arguments.
 *
 * @param source what the author wrote, or code that `inputMap` traces back to it
 * @param file absolute path; its extension tells the language
 * @param isCounted whether a source of compiled code is counted, by its absolute path
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export type Instrument = (
  source: string,
  file: string,
  inputMap?: SourceMap,
  isCounted?: (source: string) => boolean,
) => Instrumented;
