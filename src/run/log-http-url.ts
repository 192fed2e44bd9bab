/** Logs the URL of a run's HTTP port, because nobody knows the port if the system has chosen it. */
import type { HttpBoundEvent, RunEvent } from '../run-log/run-event.js';
import { readRunLog } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';

/** Milliseconds between two looks at the run log, until a process has bound the port. */
const CHECK_INTERVAL = 250;

/**
 * Logs the URL once, as soon as the first process of the run has bound the port. Does nothing for a run without a port.
 *
 * @returns a function that stops waiting
 */
export function logHttpUrl({ log, controls }: RunContext, logLine: (line: string) => void): () => void {
  if (controls.http === null) return () => {};
  const timer = setInterval(() => {
    const bound = readRunLog(log).find(isHttpBound);
    if (bound === undefined) return;
    clearInterval(timer);
    logLine(`http: ${bound.url}`);
  }, CHECK_INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}

function isHttpBound(event: RunEvent): event is HttpBoundEvent {
  return event.event === 'http bound';
}
