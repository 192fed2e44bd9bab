/** The interface that every engine implements. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { InstrumentOptions } from '../settings/run-context.js';
import type { SourceMap } from '../source-maps/source-map.js';

export interface EngineOptions extends InstrumentOptions {
  /** Absolute path that the paths in metas are relative to. */
  readonly root: string;
}

export interface Instrumented {
  /** The text to run instead of the source. It may be computed when it is first read, as `insertions`. */
  readonly code: string;
  /**
   * What was inserted into the source, as `encodeInsertions` returns it. `undefined` if `code` is the unchanged source or
   * was printed anew.
   */
  readonly insertions: Uint8Array | undefined;
  /**
   * Returns the source map from `code` to the original sources, as JSON; `undefined` if `code` is the unchanged source. It
   * is computed at each call.
   */
  readonly map: () => string | undefined;
  /** Encoded metas of the probes in `code`; empty if `code` increments `__coverage__` directly. */
  readonly metas: readonly Buffer[];
  /** Returns Istanbul's data of the original files with all counts 0. */
  readonly coverage: () => readonly FileCoverageData[];
}

/**
 * Adds counters to one file. Pure: does no input or output, and returns the same text for the same arguments.
 *
 * @param source original source, or compiled code that `inputMap` traces to its original sources
 * @param file absolute path; its extension selects the language
 * @param isCounted whether an original source of compiled code is counted, by its absolute path
 * @throws CovermainError `SOURCE_NOT_PARSED`, `SOURCE_NOT_STORABLE`
 */
export type Instrument = (
  source: string,
  file: string,
  inputMap?: SourceMap,
  isCounted?: (source: string) => boolean,
) => Instrumented;
