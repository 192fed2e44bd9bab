/** What the processes and threads of a run counted, and could not leave behind. */
import { isRunning } from '../platform/is-running.js';
import { noteLost } from '../report/losses.js';
import { livingPids } from '../run-log/run-log.js';
import { type Check, orOk, warning } from './check.js';

export const lossesCheck: Check = {
  name: 'losses',
  async look({ run, recordings }) {
    const context = await run();
    const notes = (await recordings()).flatMap(({ engine, pids, logs }) =>
      logs.flatMap((log) => {
        const running = livingPids(log).filter(isRunning);
        return noteLost({ run: { ...context, engine }, log, measured: { pids }, running });
      }),
    );
    const findings = notes.map((note) => warning(note, remedyOf(note)));
    return orOk(findings, 'every process and thread that was measured has left its profile');
  },
};

function remedyOf(note: string): string {
  if (note.includes('without counters'))
    return 'start it from a file, with an env that has the NODE_OPTIONS of its parent';
  if (note.includes('still runs')) return 'have it write its profile by `covermain dump`, or end it';
  if (note.includes('could not write')) return 'see directories, then measure again';
  return 'end it by SIGTERM or `covermain stop`, which leave it time to write; COVER_FLUSH says how often it does';
}
