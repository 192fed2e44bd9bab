/** Checks whether processes and threads of earlier runs lost hits. */
import { formatRunNote } from '../report/format-notes.js';
import { findRecordedLosses } from '../report/recorded-runs.js';
import type { Loss } from '../report/run-note.js';
import { type Check, type FindingText, findingsOr, ok, warning } from './check.js';

/** `root`: absolute path of the project, which the files of a loss are shown relative to. */
export type LossFinding =
  | { readonly kind: 'no-losses' }
  | (Loss & {
      readonly root: string;
    });

export const lossesCheck: Check<LossFinding> = {
  name: 'losses',
  async examine({ root, recordings }) {
    const losses = (await recordings()).flatMap(({ engine, path, runs }) =>
      runs.flatMap((run) => findRecordedLosses(path, run, engine)),
    );
    const findings = losses.map((loss): LossFinding => ({ ...loss, root }));
    return findingsOr(findings, { kind: 'no-losses' });
  },
  describe: {
    'no-losses': () => ok('Every measured process and thread has written its profile.'),
    'process-killed': (loss) => describeLoss(loss, END_IN_ORDER),
    'process-running': (loss) =>
      describeLoss(loss, 'Write its profile with `covermain dump`, or end the process.'),
    'process-unrecorded': (loss) => describeLoss(loss, END_IN_ORDER),
    'process-write-failed': (loss) => describeLoss(loss, 'See the check "directories", then measure again.'),
    'thread-terminated': (loss) => describeLoss(loss, END_IN_ORDER),
    'thread-without-counters': (loss) =>
      describeLoss(
        loss,
        'Start the thread from a file, with an env that includes the NODE_OPTIONS of its parent.',
      ),
  },
};

const END_IN_ORDER =
  'End it with SIGTERM or `covermain stop`, so that it has time to write. COVER_FLUSH sets how often it writes before.';

function describeLoss({ root, ...loss }: Loss & { readonly root: string }, remedy: string): FindingText {
  return warning(formatRunNote(loss, root).join(' '), remedy);
}
