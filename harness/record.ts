/** Tells the run log of this process's window, and a person where the app itself ends the process. */
import { appendRunEvent } from '../src/profile/run-log.js';
import { readRunContext } from '../src/run-context.js';
import { sayExit } from './messages.js';

export interface WindowRecord {
  readonly ready: () => void;
  /** @param by how the window ended, for people */
  readonly ended: (by: string) => void;
}

/** Outside a run of `covermain manual` there is no log, and only the exit is said. */
export function recordWindow(): WindowRecord {
  const directory = readRunContext(process.env)?.directory;
  const log = (event: 'window opened' | 'app ready') => {
    if (directory) appendRunEvent(directory, { event, pid: process.pid, time: Date.now() });
  };
  const logEnd = (by: string) => {
    if (directory)
      appendRunEvent(directory, { event: 'window ended', pid: process.pid, time: Date.now(), by });
  };
  const onExit = (code: number) => {
    sayExit(code);
    logEnd(`the app exiting with code ${code}`);
  };
  log('window opened');
  process.once('exit', onExit);
  return {
    ready: () => log('app ready'),
    ended(by) {
      process.off('exit', onExit);
      logEnd(by);
    },
  };
}
