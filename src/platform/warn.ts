/** What is wrong with the profile directory, said in the app's process: in one line, whichever thread finds it. */
import { writeSync } from 'node:fs';
import { messageOf } from './errors.js';
import { SHARED_STATE, sharedState } from './shared-state.js';

const STDERR = 2;

/** Says once for the process that something cannot be written. */
export function warnOnce(error: unknown): void {
  if (Atomics.exchange(sharedState(), SHARED_STATE.complained, 1) === 1) return;
  warnNow(`${messageOf(error)}; the app runs on, and what cannot be written by its end is lost`);
}

/** At once, and not by a stream: that of another thread waits for the event loop of the main thread. */
export function warnNow(line: string): void {
  try {
    writeSync(STDERR, `covermain: ${line}\n`);
  } catch {
    // stderr is closed or full: nobody is left to be told
  }
}
