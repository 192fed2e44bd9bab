/** Checks which files earlier runs loaded, and whether they were measured. */
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { formatRunNote } from '../report/format-notes.js';
import { findNothingMeasured } from '../report/run-notes.js';
import { loadsOf, type RunEvent } from '../run-log/run-log.js';
import { describeUnmeasured } from '../run-log/unmeasured.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';
import type { Facts } from './facts.js';

export const loadingCheck: Check = {
  name: 'loading',
  async look(facts) {
    const { root, recordings, selected } = facts;
    const log = (await recordings()).flatMap(({ logs }) => logs).flat();
    if (log.length === 0) return [ok('no run has loaded a file yet')];
    const chosen = new Set(await selected());
    const loaded = new Set(loadsOf(log, true).map(({ file }) => file));
    const nothing = await reportNothingMeasured(log, facts);
    const findings = [
      ...nothing,
      ...reportNewlySelected(log, loaded, chosen, root),
      ...reportUnmeasured(log, root),
    ];
    const neverLoaded = [...chosen].filter((file) => !loaded.has(file)).length;
    const summary =
      `${pluralize(loaded.size, 'file')} loaded and measured; ` +
      `${neverLoaded} of ${pluralize(chosen.size, 'selected file')} never loaded`;
    return nothing.length > 0 ? findings : [...findings, ok(summary)];
  },
};

async function reportNothingMeasured(
  log: readonly RunEvent[],
  { root, run }: Facts,
): Promise<readonly Finding[]> {
  return findNothingMeasured(await run(), log).map((note) =>
    problem(
      formatRunNote(note, root).join(' '),
      'Change "include", "exclude" or "extension" in .nycrc. Code in dist/ or in a bundle needs source maps, so that it ' +
        'is counted on its original sources.',
    ),
  );
}

/** Reports files that the current configuration selects and that of the run did not. */
function reportNewlySelected(
  log: readonly RunEvent[],
  loaded: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  root: string,
): readonly Finding[] {
  const unmeasured = new Set(loadsOf(log, false).map(({ file }) => file));
  const missed = [...unmeasured].filter((file) => chosen.has(file) && !loaded.has(file));
  if (missed.length === 0) return [];
  const names = listSome(missed.map((file) => relative(root, file)));
  return [
    warning(
      `loaded but not measured: ${names}. The configuration of that run did not select these files; the current one does.`,
      'Measure again.',
    ),
  ];
}

/** Reports each file once that could not be measured when it was loaded. */
function reportUnmeasured(log: readonly RunEvent[], root: string): readonly Finding[] {
  const logged = log.filter((event) => event.event === 'not measured');
  const failures = new Map(logged.map((event) => [event.file, event]));
  return [...failures.values()].map((failure) =>
    warning(
      `${relative(root, failure.file)} is not measured because ${describeUnmeasured(failure)}`,
      failure.code === 'loaded-before-hooks'
        ? "Load covermain's hooks before the module that loads this file."
        : 'Correct the file, then measure again.',
    ),
  );
}
