/** Decides for both of Node's loaders whether a file is measured, and instruments it. */
import { hasCounters } from '../instrument/counters-global.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { isParserMissing } from '../platform/load-parser.js';
import { warnOnce } from '../platform/warn.js';
import type { RunEvent } from '../run-log/run-event.js';
import { appendRunEvent } from '../run-log/run-log.js';
import {
  LOADED_BEFORE_HOOKS,
  type LoadFailure,
  REQUIRED_IMPORT,
  toLoadFailure,
} from '../run-log/unmeasured.js';
import type { UnusableMap } from '../run-log/unusable-map.js';
import type { MetaKeeper } from '../runtime/meta-keeper.js';
import { createFileSelection } from '../selection/file-selection.js';
import { isProjectFile } from '../selection/selector.js';
import type { RunContext } from '../settings/run-context.js';
import { readCompiled } from '../source-maps/compiled-file.js';
import { createCachedInstrument } from './cached-instrument.js';
import { createMetadataEmitter } from './decorator-metadata.js';
import { instrumentEvaluated } from './evaluated-code.js';
import { withOwnModules } from './own-modules.js';
import { listImportedFiles } from './required-imports.js';
import { countSkippedFiles } from './skipped-files.js';
import type { ThreadCache } from './thread-cache.js';
import { mayBeTranspiled } from './transpilers.js';

export interface FileInstrumenter {
  /** Whether a file may be measured. Its text must be read to be certain. */
  mayMeasure(file: string): boolean;
  /** Returns the instrumented code, or `source` if the file is not measured. Records the decision in the run log. */
  instrument(source: string, file: string): string;
  /** Whether the source of a file may be replaced: it may be measured or need decorator metadata. */
  mayReplace(file: string): boolean;
  /** Returns what a transpiler reads instead of a source: instrumented code, with decorator metadata if it is needed. */
  replace(source: string, file: string): string;
  /** Records how many loaded files are excluded by their paths. This happens by itself after a moment. */
  recordSkipped(): void;
  /** Records the selected files that were loaded before the hooks were installed. @param files absolute paths */
  recordLoadedBefore(files: readonly string[]): void;
  /** Records the selected files that a required ES module imports, where Node calls no hook for them. */
  recordRequiredImports(source: string, file: string): void;
}

/**
 * @param thread Node's `threadId` of the thread that runs what is loaded
 * @param cache of this thread; `undefined` without one
 */
export function createFileInstrumenter(
  run: RunContext,
  thread: number,
  metaKeeper: MetaKeeper,
  cache: ThreadCache | undefined,
): FileInstrumenter {
  const { selection } = run;
  const { pid } = process;
  const log = (event: RunEvent) => appendRunEvent(run.log, event);
  const fileSelection = createFileSelection(run, cache?.store);
  const instrument = createCachedInstrument(run, metaKeeper, cache);
  const metadata = createMetadataEmitter(run.metadataConfig);
  const skipped = countSkippedFiles(selection, (skips) => log({ event: 'skipped', pid, thread, ...skips }));
  const loggedFiles = new Set<string>();
  /** Files that required ES modules import. */
  const importedFiles = new Set<string>();
  /** Records each file once, even if it is loaded several times. */
  const logLoad = (file: string, measured: boolean) => {
    if (loggedFiles.has(file)) return;
    loggedFiles.add(file);
    log({ event: 'loaded', pid, thread, file, measured });
  };
  const logUnusableMap = (file: string, defect: UnusableMap, measured: boolean) =>
    log({ event: 'source map unusable', pid, file, measured, ...defect });

  const recordFailure = (file: string, error: unknown) => {
    log({ event: 'not measured', pid, file, ...toLoadFailure(error) });
    if (isParserMissing(error)) warnOnce('parser-missing', error);
  };

  const mayMeasure = (file: string) => {
    if (isProjectFile(selection, file)) return true;
    skipped.add(file);
    return false;
  };
  const instrumentFile = (source: string, file: string, isTranspiled: boolean) => {
    // A hook of the app may have read the file with a function that our hooks replace.
    if (hasCounters(source)) return source;
    const text = withoutByteOrderMark(source);
    try {
      return withOwnModules(() => {
        const evaluated = instrumentEvaluated(text, file, run, fileSelection, instrument);
        if (evaluated) {
          const { unmeasured } = evaluated;
          if (unmeasured.length > 0) log({ event: 'evaluated without map', pid, file, sources: unmeasured });
          if (evaluated.text !== undefined) {
            logLoad(file, true);
            return evaluated.text;
          }
        }
        const compiled = readCompiled(text, file, run, fileSelection);
        const isMeasured = compiled ? compiled.isCounted : fileSelection.isSelected(file);
        logLoad(file, isMeasured);
        if (!isMeasured && compiled?.defect) logUnusableMap(file, compiled.defect, false);
        return isMeasured
          ? instrument(text, file, compiled, {
              isTranspiled,
              onUnusableMap: (defect) => logUnusableMap(file, defect, true),
            })
          : source;
      });
    } catch (error) {
      logLoad(file, true);
      recordFailure(file, error);
      return source;
    }
  };

  const recordUnmeasured = (files: readonly string[], reason: LoadFailure) => {
    for (const file of files.filter((path) => isProjectFile(selection, path))) {
      try {
        if (withOwnModules(() => fileSelection.isSelected(file)))
          log({ event: 'not measured', pid, file, ...reason });
      } catch (error) {
        recordFailure(file, error);
      }
    }
  };

  return {
    mayMeasure,
    instrument: (source, file) => instrumentFile(source, file, false),
    mayReplace: (file) => mayMeasure(file) || metadata.mayEmit(file),
    replace(source, file) {
      const isTranspiled = metadata.mayEmit(file) || mayBeTranspiled(file);
      const text = isProjectFile(selection, file) ? instrumentFile(source, file, isTranspiled) : source;
      return metadata.emit(text, file);
    },
    recordSkipped: skipped.record,
    recordLoadedBefore: (files) => recordUnmeasured(files, LOADED_BEFORE_HOOKS),
    recordRequiredImports(source, file) {
      if (!isProjectFile(selection, file)) return;
      const isNew = (path: string) => isProjectFile(selection, path) && !importedFiles.has(path);
      try {
        const files = withOwnModules(() => listImportedFiles(source, file, isNew));
        for (const path of files) importedFiles.add(path);
        recordUnmeasured(files, REQUIRED_IMPORT);
      } catch (error) {
        // Node itself reports imports that cannot be resolved or read.
        if (isParserMissing(error)) warnOnce('parser-missing', error);
      }
    },
  };
}
