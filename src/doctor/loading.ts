/** Checks which files earlier runs loaded, and whether they were measured. */
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { adviseExclusion } from '../report/exclusions.js';
import { formatRunNote } from '../report/format-notes.js';
import type { NothingMeasured } from '../report/run-note.js';
import { findNothingMeasured } from '../report/run-notes.js';
import { loadsOf } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { describeUnmeasured, type LoadFailure } from '../run-log/unmeasured.js';
import { type Check, ok, problem, warning } from './check.js';
import type { Facts } from './evidence/facts.js';
import { relocateLoads } from './evidence/relocate-loads.js';

/** `file` and `files`: paths relative to the project. `root`: absolute path of the project. */
export type LoadingFinding =
  | { readonly kind: 'nothing-loaded' }
  | {
      readonly kind: 'files-loaded';
      readonly loaded: number;
      readonly selected: number;
      readonly neverLoaded: number;
    }
  | (NothingMeasured & { readonly root: string })
  | { readonly kind: 'newly-selected'; readonly files: readonly string[] }
  | ({ readonly kind: 'load-failed'; readonly file: string } & LoadFailure);

export const loadingCheck: Check<LoadingFinding> = {
  name: 'loading',
  async examine(facts) {
    const { root, recordings, selected } = facts;
    const log = (await recordings())
      .flatMap(({ runs }) => runs)
      .flatMap(({ log }) => relocateLoads(log, root));
    if (log.length === 0) return [{ kind: 'nothing-loaded' }];
    const chosen = new Set(await selected());
    const loaded = new Set(loadsOf(log, true).map(({ file }) => file));
    const failures = findLoadFailures(log, root);
    const nothing = await findNothing(log, facts);
    const findings = [
      // The failures explain why nothing was measured, unless the selection left out other files.
      ...nothing.filter((note) => note.loaded.length > 0 || failures.length === 0),
      ...findNewlySelected(log, loaded, chosen, root),
      ...failures,
    ];
    if (nothing.length > 0) return findings;
    const neverLoaded = [...chosen].filter((file) => !loaded.has(file)).length;
    return [...findings, { kind: 'files-loaded', loaded: loaded.size, selected: chosen.size, neverLoaded }];
  },
  describe: {
    'nothing-loaded': () => ok('No run has loaded a file yet.'),
    'files-loaded': ({ loaded, selected, neverLoaded }) =>
      ok(
        `${pluralize(loaded, 'file')} loaded and measured; ` +
          `${neverLoaded} of ${pluralize(selected, 'selected file')} never loaded.`,
      ),
    'nothing-measured': ({ root, ...note }) =>
      problem(
        formatRunNote(note, root).join(' '),
        note.excluded.map(adviseExclusion)[0] ??
          'Change "include", "exclude" or "extension" in .nycrc. Code in dist/ or in a bundle needs source maps, so that it ' +
            'is counted on its original sources.',
      ),
    'newly-selected': ({ files }) =>
      warning(
        `Loaded but not measured: ${listSome(files)}. The configuration of that run did not select these files; the ` +
          'current one does.',
        'Measure again.',
      ),
    'load-failed': ({ file, code, detail }) =>
      warning(
        `${file} is not measured because ${describeUnmeasured({ code, detail })}`,
        code === 'loaded-before-hooks'
          ? "Load covermain's hooks before the module that loads this file, for example by --import covermain/auto."
          : 'Correct the file, then measure again.',
      ),
  },
};

async function findNothing(
  log: readonly RunEvent[],
  { root, run }: Facts,
): Promise<readonly (NothingMeasured & { readonly root: string })[]> {
  return findNothingMeasured(await run(), log).map((note) => ({ ...note, root }));
}

/** Finds files that the current configuration selects and that of the run did not. */
function findNewlySelected(
  log: readonly RunEvent[],
  loaded: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  root: string,
): readonly LoadingFinding[] {
  const unmeasured = new Set(loadsOf(log, false).map(({ file }) => file));
  const missed = [...unmeasured].filter((file) => chosen.has(file) && !loaded.has(file));
  if (missed.length === 0) return [];
  return [{ kind: 'newly-selected', files: missed.map((file) => relative(root, file)) }];
}

/** Finds each file once that could not be measured when it was loaded. */
function findLoadFailures(log: readonly RunEvent[], root: string): readonly LoadingFinding[] {
  const logged = log.filter((event) => event.event === 'not measured');
  const failures = new Map(logged.map((event) => [event.file, event]));
  return [...failures.values()].map(({ file, code, detail }) => ({
    kind: 'load-failed',
    file: relative(root, file),
    code,
    detail,
  }));
}
