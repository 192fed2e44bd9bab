/** Worker threads inherit the hooks, mostly; they are watched, since their counts are easily lost. */
import { threadId, type Worker } from 'node:worker_threads';
import { appendRunEvent, type ThreadEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';

/** The class of the threads that Node starts for itself. */
const NODE_OWN = 'InternalWorker';

/** Tells the run log which threads run code of the app. */
export function watchWorkers(run: RunContext): void {
  process.on('worker', (worker: Worker) => {
    if (worker.constructor.name === NODE_OWN) return;
    // Not before it runs the app's code: a worker may be created and never come to that.
    worker.once('online', () => tell(run, 'thread started', worker.threadId));
  });
}

/** Tells the run log of this thread. nyc writes its counts as it exits; one that is terminated loses them. */
export function watchThread(run: RunContext): void {
  tell(run, 'thread hooked', threadId);
  process.once('exit', () => tell(run, 'thread exited', threadId));
}

function tell({ log }: RunContext, event: ThreadEvent['event'], thread: number): void {
  appendRunEvent(log, { event, pid: process.pid, thread });
}
