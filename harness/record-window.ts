/** Records the window of this process in the run log. */
import { appendRunEvent } from '../src/run-log/run-log.js';
import { readRunContext } from '../src/settings/run-context.js';
import { logAppExit } from './messages.js';

/**
 * Records that the window opens, and logs a line if the app ends the process while the window is open. There is no run log
 * outside `covermain manual`.
 *
 * @returns function to be called when the window ends
 */
export function recordWindow(): () => void {
  const log = readRunContext(process.env)?.log;
  if (log) appendRunEvent(log, { event: 'window opened', pid: process.pid });
  process.once('exit', logAppExit);
  return () => process.off('exit', logAppExit);
}
