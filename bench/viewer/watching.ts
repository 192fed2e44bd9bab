/** Starts a process that watches a measured program, and asks it how many messages it has received. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Order to a watching process, which answers `watching` once it has received the counters of the program. */
export interface WatchOrder {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the private socket of the program. */
  readonly socket: string;
}

export interface Watching {
  /** Ends the process. @returns the number of messages that it has received since it watches */
  readonly end: () => Promise<number>;
}

/** @param file name of a file in this directory */
export async function startWatching(file: string, order: WatchOrder): Promise<Watching> {
  const child = fork(new URL(file, import.meta.url), { stdio: 'inherit' });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`the viewer ${file} failed`)));
  failed.catch(() => undefined); // it also exits when it is killed
  const answer = async () => ((await Promise.race([once(child, 'message'), failed])) as [unknown])[0];
  child.send(order);
  await answer();
  return {
    async end() {
      child.send('end');
      const messages = Number(await answer());
      await killChild(child);
      return messages;
    },
  };
}

async function killChild(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill();
  await exited;
}

/**
 * Runs a watching process.
 *
 * @param watch calls its second parameter for each message that it receives
 */
export function answerWatchOrders(watch: (order: WatchOrder, onMessage: () => void) => Promise<void>): void {
  let messages = 0;
  process.on('message', (order: WatchOrder | 'end') => {
    if (order === 'end') return void process.send?.(messages);
    watch(order, () => {
      messages += 1;
      if (messages === 1) process.send?.('watching');
    }).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}
