/** Notices the first output of the app, by which others learn that it is ready. */
import process from 'node:process';

const STREAMS = ['stdout', 'stderr'] as const;

/**
 * Calls `callback` when the app gets `process.stdout` or `process.stderr` for the first time, as `console.log` does, or at
 * the next tick, whichever comes first.
 */
export function onFirstOutput(callback: () => void): void {
  let isDone = false;
  const restores: (() => void)[] = [];
  const finish = () => {
    if (isDone) return;
    isDone = true;
    for (const restore of restores) restore();
    callback();
  };
  for (const name of STREAMS) {
    const original = Object.getOwnPropertyDescriptor(process, name);
    if (!original?.get || !original.configurable) continue;
    const { get } = original;
    const getter = () => {
      finish();
      return get.call(process);
    };
    Object.defineProperty(process, name, { ...original, get: getter });
    restores.push(() => {
      // The app may have replaced the property, or frozen `process`.
      const current = Object.getOwnPropertyDescriptor(process, name);
      if (current?.get === getter && current.configurable) Object.defineProperty(process, name, original);
    });
  }
  process.nextTick(finish);
}
