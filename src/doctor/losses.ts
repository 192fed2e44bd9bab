/** Checks whether processes and threads of earlier runs lost hits. */
import { isRunning } from '../platform/is-running.js';
import { formatRunNote } from '../report/format-notes.js';
import { findLosses, type Loss } from '../report/losses.js';
import { livingPids } from '../run-log/run-log.js';
import { type Check, orOk, warning } from './check.js';

export const lossesCheck: Check = {
  name: 'losses',
  async look({ root, recordings }) {
    const losses = (await recordings()).flatMap(({ engine, pids, logs }) =>
      logs.flatMap((log) => {
        const running = livingPids(log).filter(isRunning);
        return findLosses({ engine, log, measured: { pids }, running });
      }),
    );
    const findings = losses.map((loss) => warning(formatRunNote(loss, root).join(' '), REMEDIES[loss.kind]));
    return orOk(findings, 'every measured process and thread has written its profile');
  },
};

const END_IN_ORDER =
  'End it with SIGTERM or `covermain stop`, so that it has time to write. COVER_FLUSH sets how often it writes before.';

const REMEDIES: Readonly<Record<Loss['kind'], string>> = {
  'process-killed': END_IN_ORDER,
  'process-running': 'Write its profile with `covermain dump`, or end the process.',
  'process-write-failed': 'See the check "directories", then measure again.',
  'thread-terminated': END_IN_ORDER,
  'thread-without-counters':
    'Start the thread from a file, with an env that includes the NODE_OPTIONS of its parent.',
};
