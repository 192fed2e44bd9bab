/** Tells the run log of this process's window, and a person where the app itself ends the process. */
import { appendRunEvent } from '../src/run-log/run-log.js';
import { readRunContext } from '../src/settings/run-context.js';
import { logAppExit } from './messages.js';

/** Outside a run of `covermain manual` there is no log. @returns what is to be called as the window ends */
export function recordWindow(): () => void {
  const log = readRunContext(process.env)?.log;
  if (log) appendRunEvent(log, { event: 'window opened', pid: process.pid });
  process.once('exit', logAppExit);
  return () => process.off('exit', logAppExit);
}
