/** Waits for what programs do to files: the file system tells, and not the clock. */
import { existsSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/**
 * What `look` gives, now or after some change in the folder.
 *
 * @param look gives `undefined` for what is not there yet
 */
export function onceIn<Value>(
  folder: string,
  look: () => Value | undefined | Promise<Value | undefined>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let looking = Promise.resolve();
    const lookAgain = () => {
      looking = looking.then(look).then(settle, fail);
    };
    // A test that has failed must not wait for ever.
    const watcher = watch(folder, { persistent: false }, lookAgain);
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

/** Resolves once there is something at a path; folders above it may come with it. */
export async function onceThere(path: string): Promise<void> {
  if (existsSync(path)) return;
  await onceThere(dirname(path));
  await onceIn(dirname(path), () => existsSync(path) || undefined);
}

/** Resolves once there is nothing at a path. */
export async function onceRemoved(path: string): Promise<void> {
  await onceIn(dirname(path), () => (existsSync(path) ? undefined : true));
}
