/** Checks that a profile exists, that all of its files can be read, and that it has hits. */
import { relative } from 'node:path';
import { pluralize } from '../platform/plural-forms.js';
import { type Check, ok, problem, warning } from './check.js';
import type { RecordedProfile } from './evidence/recordings.js';

interface ProfileSummary {
  readonly kind: 'profile-read' | 'profile-without-hits';
  /** Path relative to the project. */
  readonly path: string;
  readonly profiles: number;
  readonly runs: number;
  readonly files: number;
  readonly statements: number;
  readonly executed: number;
}

export type ProfilesFinding =
  | { readonly kind: 'profile-absent' }
  | ProfileSummary
  /** `runs` is the number of runs that wrote there. */
  | { readonly kind: 'profile-directory-empty'; readonly path: string; readonly runs: number }
  | { readonly kind: 'profile-file-unreadable'; readonly path: string; readonly reason: string }
  | { readonly kind: 'more-profile-files-unreadable'; readonly count: number };

const UNREADABLE_REMEDY = 'Copy it again from its origin, or move it away.';

export const profilesCheck: Check<ProfilesFinding> = {
  name: 'profiles',
  async examine({ root, recordings }) {
    const recorded = await recordings();
    if (recorded.length === 0) return [{ kind: 'profile-absent' }];
    return recorded.flatMap((recording) => [
      ...findUnreadable(recording.unreadable, root),
      summarize(recording, root),
    ]);
  },
  describe: {
    'profile-absent': () => warning('Nothing has been measured yet.', 'Run `covermain run -- node app.js`.'),
    'profile-read': (summary) => ok(describeSummary(summary)),
    'profile-without-hits': (summary) =>
      problem(describeSummary(summary), 'See the checks "loading" and "losses".'),
    'profile-directory-empty': ({ path, runs }) =>
      runs === 0
        ? problem(`${path} contains no profile.`, 'Name a directory that a run has written to.')
        : problem(
            `${path} contains no profile, although ${pluralize(runs, 'run')} wrote there.`,
            'See the checks "loading" and "losses": they list loaded files and lost counts.',
          ),
    'profile-file-unreadable': ({ path, reason }) =>
      problem(`${path} cannot be read, so its counts are missing: ${reason}`, UNREADABLE_REMEDY),
    'more-profile-files-unreadable': ({ count }) =>
      problem(`${count} more cannot be read, so their counts are missing.`, UNREADABLE_REMEDY),
  },
};

function describeSummary({ path, profiles, runs, files, statements, executed }: ProfileSummary): string {
  const size = `${pluralize(profiles, 'profile')} of ${pluralize(runs, 'run')}, ${pluralize(files, 'file')}`;
  return `${path}: ${size}, ${executed} of ${pluralize(statements, 'statement')} executed.`;
}

function summarize({ path, pids, map, runs }: RecordedProfile, root: string): ProfilesFinding {
  const name = relative(root, path) || '.';
  const files = Object.values(map);
  if (files.length === 0) return { kind: 'profile-directory-empty', path: name, runs: runs.length };
  const counts = files.flatMap(({ s }) => Object.values(s));
  const executed = counts.filter((count) => count > 0).length;
  return {
    kind: executed > 0 ? 'profile-read' : 'profile-without-hits',
    path: name,
    profiles: pids.length,
    runs: runs.length,
    files: files.length,
    statements: counts.length,
    executed,
  };
}

/** Maximum number of unreadable files that are listed one by one. */
const LISTED = 5;

function findUnreadable(unreadable: RecordedProfile['unreadable'], root: string): readonly ProfilesFinding[] {
  const findings = unreadable.slice(0, LISTED).map(
    ({ path, reason }): ProfilesFinding => ({
      kind: 'profile-file-unreadable',
      path: relative(root, path),
      reason,
    }),
  );
  const count = unreadable.length - findings.length;
  return count > 0 ? [...findings, { kind: 'more-profile-files-unreadable', count }] : findings;
}
