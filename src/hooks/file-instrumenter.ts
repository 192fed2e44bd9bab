/** What both loaders ask of every file: may it be measured, and what is its counting text. */
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { appendRunEvent, type RunEvent } from '../run-log/run-log.js';
import { LOADED_BEFORE_HOOKS, toLoadFailure } from '../run-log/unmeasured.js';
import { createFileSelection } from '../selection/file-selection.js';
import { isProjectFile } from '../selection/selector.js';
import type { RunContext } from '../settings/run-context.js';
import { readCompiled } from '../source-maps/compiled-file.js';
import { createCachedInstrument } from './cached-instrument.js';

export interface FileInstrumenter {
  /** Whether a file may be measured: that is only known for certain when its text is. */
  mayMeasure(file: string): boolean;
  /** The counting text; `source` itself where it is not measured, which the run log then says. */
  instrument(source: string, file: string): string;
  /** Tells of files that were loaded before the hooks were there, by absolute paths; those that are not selected are passed over. */
  missed(files: readonly string[]): void;
}

/** @param thread Node's `threadId` of the thread that runs what is loaded */
export function createFileInstrumenter(run: RunContext, thread: number): FileInstrumenter {
  const { selection } = run;
  const { pid } = process;
  const log = (event: RunEvent) => appendRunEvent(run.log, event);
  const choice = createFileSelection(run);
  const instrument = createCachedInstrument(run);
  const told = new Set<string>();
  /** Each file is told of once, however often it is loaded. */
  const tell = (file: string, measured: boolean) => {
    if (told.has(file)) return;
    told.add(file);
    log({ event: 'loaded', pid, thread, file, measured });
  };

  return {
    mayMeasure: (file) => isProjectFile(selection, file),
    instrument(source, file) {
      const text = withoutByteOrderMark(source);
      try {
        const compiled = readCompiled(text, file, run, choice);
        const isMeasured = compiled ? compiled.isCounted : choice.isSelected(file);
        tell(file, isMeasured);
        return isMeasured ? instrument(text, file, compiled) : source;
      } catch (error) {
        tell(file, true);
        log({ event: 'not measured', pid, file, ...toLoadFailure(error) });
        return source;
      }
    },
    missed(files) {
      for (const file of files.filter((one) => isProjectFile(selection, one))) {
        try {
          if (choice.isSelected(file)) log({ event: 'not measured', pid, file, ...LOADED_BEFORE_HOOKS });
        } catch (error) {
          log({ event: 'not measured', pid, file, ...toLoadFailure(error) });
        }
      }
    },
  };
}
