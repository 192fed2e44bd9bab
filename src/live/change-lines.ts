/** Keeps the lines that have changed since a Git ref, and whether they have run. */
import { sourceStateOf } from '../collect/source-state.js';
import type { SourceState } from '../collect/source-states.js';
import { type Base, findBase } from '../git/base.js';
import { type ChangedFile, listChanges } from '../git/changes.js';
import { openRepository, type Repository } from '../git/repository.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { messageOf } from '../platform/errors.js';
import { fileVersionOf } from '../platform/file-stats.js';
import { readTextFile } from '../platform/read-text-file.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { NycConfig } from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import { coverChanges, type UnloadedCoverage } from '../report/diff/change-coverage.js';
import { toChangesView } from '../report/diff/changes-view.js';
import { createUnloadedReader } from '../report/diff/unloaded.js';
import type { Environment } from '../settings/index.js';
import type { ChangesView } from '../view/messages.js';

export interface ChangeLinesOptions {
  /** Absolute path of the project. */
  readonly root: string;
  readonly config: NycConfig;
  readonly environment: Environment;
  /** Absolute path that the paths of files are relative to. */
  readonly pathRoot: () => string;
  readonly trustedRoots: () => readonly string[];
  /** Returns the current coverage of a file by its path relative to `pathRoot`. */
  readonly coverageOf: (path: string) => HashedFileCoverage | undefined;
  /** Called after Git was asked. */
  readonly onChange: () => void;
}

/** The changes since one Git ref. */
export interface ChangeLines {
  /** Returns the changed lines, or why they are unknown; `undefined` until Git has answered. */
  readonly read: () => ChangesView | string | undefined;
  /** Asks Git again if that is due, in the background. */
  readonly update: () => void;
}

/** Milliseconds between two questions to Git. */
const GIT_INTERVAL = 5_000;

export function openChangeLines(ref: string, options: ChangeLinesOptions): ChangeLines {
  const { root, config, environment, pathRoot, trustedRoots, coverageOf, onChange } = options;
  let repository: Repository | undefined;
  let listed: readonly ChangedFile[] | string | undefined;
  let nextTime = 0;
  let isAsking = false;
  const readUnloaded = cacheByFile(createUnloadedReader(root, config).readUnloaded);
  const states = cacheByFile<SourceState, HashedFileCoverage>((_, file) => {
    const top = repository ? [resolveLinks(repository.top)] : [];
    return sourceStateOf(file, [...trustedRoots(), ...top]);
  });
  const ask = async (): Promise<readonly ChangedFile[]> => {
    repository ??= await openRepository(root, environment);
    const base: Base = await findBase(repository, ref);
    return listChanges(repository, base.commit);
  };
  return {
    read() {
      if (listed === undefined || typeof listed === 'string') return listed;
      const base = pathRoot();
      const files = listed.map(({ path }) => [path, coverageOf(metaPathOf(base, path))] as const);
      const map = Object.fromEntries(files.filter(isKnown));
      try {
        const stateOf = (file: HashedFileCoverage) => states(file.path, file, file.hash);
        const covered = coverChanges(listed, {
          root: base,
          map,
          stateOf,
          sourceOf: readTextFile,
          readUnloaded: (path): UnloadedCoverage => readUnloaded(path, undefined),
        });
        return toChangesView(ref, covered);
      } catch (error) {
        return messageOf(error); // a file was removed since Git listed it
      }
    },
    update() {
      if (isAsking || performance.now() < nextTime) return;
      isAsking = true;
      ask()
        .then(
          (changes) => {
            listed = changes;
          },
          (error: unknown) => {
            listed = messageOf(error);
          },
        )
        .finally(() => {
          isAsking = false;
          nextTime = performance.now() + GIT_INTERVAL;
          onChange();
        });
    },
  };
}

function isKnown<Value>(entry: readonly [string, Value | undefined]): entry is readonly [string, Value] {
  return entry[1] !== undefined;
}

/** Returns a function that examines a file again only if it was written since. */
function cacheByFile<Result, Given = undefined>(
  examine: (path: string, given: Given) => Result,
): (path: string, given: Given, key?: string) => Result {
  const known = new Map<string, { readonly version: string; readonly result: Result }>();
  return (path, given, key = '') => {
    const version = `${key} ${fileVersionOf(path)}`;
    const last = known.get(path);
    if (last?.version === version) return last.result;
    const result = examine(path, given);
    known.set(path, { version, result });
    return result;
  };
}
