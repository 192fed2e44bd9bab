/** Notices the first output of the app, by which others learn that it is ready. */
import process from 'node:process';

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * Calls `callback` when the app gets `process.stdout` or `process.stderr` for the first time, as `console.log` does, or at
 * the next tick, whichever comes first.
 */
export function onFirstOutput(callback: () => void): void {
  let isDone = false;
  const originals = STREAMS.map((name) => [name, Object.getOwnPropertyDescriptor(process, name)] as const);
  const finish = () => {
    if (isDone) return;
    isDone = true;
    for (const [name, original] of originals) if (original) Object.defineProperty(process, name, original);
    callback();
  };
  for (const [name, original] of originals) {
    if (!original?.get || !original.configurable) continue;
    const getter = () => {
      finish();
      return process[name];
    };
    Object.defineProperty(process, name, { ...original, get: getter });
  }
  process.nextTick(finish);
}
