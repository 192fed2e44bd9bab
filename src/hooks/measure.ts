/** What both loaders ask of every file: is it measured, and what is its counting text. */
import { CovermainError, messageOf } from '../errors.js';
import { createInstrument, type Instrument } from '../instrument/index.js';
import { appendRunEvent, type RunEvent } from '../profile/run-log.js';
import type { RunContext } from '../run-context.js';
import { readInputMap } from './input-map.js';
import { createSelector, isProjectFile, type Selector } from './selection.js';

export interface Measure {
  /** Notes the load of one of the project's files, and tells whether it is measured. */
  isMeasured(file: string): boolean;
  /** The counting text; `source` itself where it cannot be measured, which the run log then says. */
  instrument(source: string, file: string): string;
}

/** Why a file cannot be measured, to go behind "since". */
export function reasonOf(error: unknown): string {
  const message = messageOf(error);
  const isSyntax = error instanceof CovermainError && error.code === 'SOURCE_NOT_PARSED';
  return isSyntax ? `it cannot be parsed: ${message}` : `it or its source map cannot be read: ${message}`;
}

/** @param thread Node's `threadId` of the thread that runs what is loaded */
export function createMeasure(run: RunContext, thread: number): Measure {
  let selector: Selector | undefined;
  let instrument: Instrument | undefined;
  const decided = new Map<string, boolean>();
  const log = (event: RunEvent) => appendRunEvent(run.log, event);

  return {
    isMeasured(file) {
      const known = decided.get(file);
      if (known !== undefined) return known;
      if (!isProjectFile(run.selection, file)) return false;
      selector ??= createSelector(run.selection);
      const measured = selector.shouldInstrument(file);
      decided.set(file, measured);
      log({ event: 'loaded', pid: process.pid, thread, file, measured });
      return measured;
    },
    instrument(source, file) {
      instrument ??= createInstrument(run.engine, run.instrument);
      try {
        return instrument(source, file, readInputMap(source, file)).code;
      } catch (error) {
        log({ event: 'not measured', pid: process.pid, file, reason: reasonOf(error) });
        return source;
      }
    },
  };
}
