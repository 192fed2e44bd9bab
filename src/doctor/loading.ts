/** What the runs loaded: files that went by the hooks, and whether anything was measured at all. */
import { relative } from 'node:path';
import { LOADED_BEFORE } from '../hooks/file-instrumenter.js';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { noteNothingMeasured } from '../report/notes.js';
import { loadsOf, type RunEvent } from '../run-log/run-log.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';
import type { Facts } from './facts.js';

export const loadingCheck: Check = {
  name: 'loading',
  async look(facts) {
    const { root, recordings, selected } = facts;
    const log = (await recordings()).flatMap(({ logs }) => logs).flat();
    if (log.length === 0) return [ok('no run has loaded anything yet')];
    const chosen = new Set(await selected());
    const loaded = new Set(loadsOf(log, true).map(({ file }) => file));
    const nothing = await lookAtNothing(log, facts);
    const findings = [...nothing, ...lookAtUnmeasured(log, loaded, chosen, root), ...lookAtFailed(log, root)];
    const never = [...chosen].filter((file) => !loaded.has(file)).length;
    const all = `${pluralize(loaded.size, 'file')} loaded and measured; of ${pluralize(chosen.size, 'selected file')} ${never} never loaded`;
    return nothing.length > 0 ? findings : [...findings, ok(all)];
  },
};

async function lookAtNothing(log: readonly RunEvent[], { run }: Facts): Promise<readonly Finding[]> {
  const context = await run();
  return noteNothingMeasured({ run: context, log }).map((found) =>
    problem(
      found,
      'change include, exclude or extension; code in dist/ or a bundle needs source maps to be counted on its sources',
    ),
  );
}

/** By the configuration of that run they were not selected, and by that of now they are. */
function lookAtUnmeasured(
  log: readonly RunEvent[],
  loaded: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
  root: string,
): readonly Finding[] {
  const files = new Set(loadsOf(log, false).map(({ file }) => file));
  const missed = [...files].filter((file) => chosen.has(file) && !loaded.has(file));
  if (missed.length === 0) return [];
  const names = listSome(missed.map((file) => relative(root, file)));
  return [
    warning(
      `${names}: loaded unmeasured, since the configuration of that run did not select it, and this one does`,
      'measure again',
    ),
  ];
}

/** What went wrong as a file was loaded, each file once. */
function lookAtFailed(log: readonly RunEvent[], root: string): readonly Finding[] {
  const failed = log.filter((event) => event.event === 'not measured');
  const reasons = new Map(failed.map(({ file, reason }) => [file, reason]));
  return [...reasons].map(([file, reason]) =>
    warning(
      `${relative(root, file)} was loaded and not measured, since ${reason}`,
      reason === LOADED_BEFORE ? 'put the hooks in front of what loads it' : 'correct it, then measure again',
    ),
  );
}
