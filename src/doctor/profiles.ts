/** What was measured before, and whether all of it can be read. */
import { basename, relative } from 'node:path';
import { pluralize } from '../platform/plural-forms.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';
import type { RecordedProfile } from './recordings.js';

export const profilesCheck: Check = {
  name: 'profiles',
  async look({ root, recordings }) {
    const found = await recordings();
    if (found.length > 0) return found.flatMap((recording) => lookAt(recording, root));
    return [warning('nothing was measured yet', 'covermain run -- node app.js')];
  },
};

function lookAt({ path, pids, unreadable, map, logs }: RecordedProfile, root: string): readonly Finding[] {
  const name = relative(root, path) || '.';
  const refused = lookAtUnreadable(unreadable, root);
  const files = Object.values(map);
  if (files.length === 0) return [...refused, empty(name, logs.length)];
  const counts = files.flatMap(({ s }) => Object.values(s));
  const hit = counts.filter((number) => number > 0).length;
  const of = `${pluralize(pids.length, 'profile')} of ${pluralize(logs.length, 'run')}, ${pluralize(files.length, 'file')}`;
  const found = `${name}: ${of}, ${hit} of ${pluralize(counts.length, 'statement')} ran`;
  return [...refused, hit > 0 ? ok(found) : problem(found, 'see loading and losses')];
}

/** At most so many are named one by one. */
const NAMED = 5;

function lookAtUnreadable(files: RecordedProfile['unreadable'], root: string): readonly Finding[] {
  const remedy = 'copy it again from where it was written, or move it away';
  const named = files
    .slice(0, NAMED)
    .map(({ path, reason }) =>
      problem(`${relative(root, path)} is in no sum: ${shorten(reason, path)}`, remedy),
    );
  const rest = files.length - named.length;
  return rest > 0 ? [...named, problem(`${rest} more cannot be read and are in no sum`, remedy)] : named;
}

function empty(name: string, runs: number): Finding {
  if (runs === 0) return problem(`${name} holds no profile`, 'name a folder that a run has written to');
  return problem(
    `${name} holds no profile, though ${pluralize(runs, 'run')} wrote there`,
    'see loading and losses: what was loaded, and what became of its counts',
  );
}

/** Most reasons begin with the name of the file. */
function shorten(reason: string, path: string): string {
  const name = basename(path);
  return reason.startsWith(`${name} `) ? `it ${reason.slice(name.length + 1)}` : reason;
}
