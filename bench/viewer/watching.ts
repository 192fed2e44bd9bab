/** Starts a process that watches a measured program, and asks it what it has received and used. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** Order to a watching process, which answers `watching` once it has received the counters of the program. */
export interface WatchOrder {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the private socket of the program. */
  readonly socket: string;
}

export interface WatchUsage {
  /** Number of messages. */
  readonly messages: number;
  /** Milliseconds of CPU time of all threads. */
  readonly cpu: number;
}

export interface Watching {
  /** Returns what the process has received and used since its start. */
  readonly usage: () => Promise<WatchUsage>;
  readonly end: () => Promise<void>;
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
    async usage() {
      child.send('usage');
      return (await answer()) as WatchUsage;
    },
    end: () => killChild(child),
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
  const usage = (): WatchUsage => {
    const { user, system } = process.cpuUsage();
    return { messages, cpu: (user + system) / 1_000 };
  };
  process.on('message', (order: WatchOrder | 'usage') => {
    if (order === 'usage') return void process.send?.(usage());
    watch(order, () => {
      messages += 1;
      if (messages === 1) process.send?.('watching');
    }).catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  });
}
