/** Waits for changes of files with file-system events instead of timers. */
import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Resolves with the first result of `look` that is not `undefined`. Calls `look` now and after each change in the
 * directory.
 *
 * @param look returns `undefined` while the test must keep waiting
 */
export function onceIn<Value>(
  directory: string,
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let pendingLook = Promise.resolve();
    const lookAgain = () => {
      pendingLook = pendingLook.then(look).then(settle, fail);
    };
    // A persistent watcher would keep the process alive after a failed test.
    const watcher = watch(directory, { persistent: false }, lookAgain);
    const settle = (value: Value | undefined) => {
      if (value === undefined) return;
      watcher.close();
      resolve(value);
    };
    const fail = (error: unknown) => {
      watcher.close();
      reject(error);
    };
    watcher.on('error', fail);
    lookAgain();
  });
}

/** Resolves once a path exists. Its parent directories need not exist yet. */
export async function onceThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  await onceThere(dirname(path));
  await onceIn(dirname(path), () => existsSync(path) || undefined);
}

/** Resolves once a path does not exist. */
export async function onceRemoved(path: string): Promise<void> {
  await onceIn(dirname(path), () => (existsSync(path) ? undefined : true));
}
