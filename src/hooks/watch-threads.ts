/** Records in the run log which worker threads start and exit, because nyc loses the counts of terminated threads. */
import type { Worker } from 'node:worker_threads';
import { threadId } from '../platform/this-thread.js';
import type { ThreadEvent } from '../run-log/run-event.js';
import { appendRunEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';

/** Class name of the threads that Node starts for itself. */
const INTERNAL_WORKER = 'InternalWorker';

/** Records the threads that run code of the app. */
export function watchWorkers(run: RunContext): void {
  process.on('worker', (worker: Worker) => {
    if (worker.constructor.name === INTERNAL_WORKER) return;
    // Recorded when the thread runs the app's code: a created worker may never get that far.
    worker.once('online', () => recordThread(run, 'thread started', worker.threadId));
  });
}

/** Records this thread. nyc writes its counts when it exits; a terminated thread loses them. */
export function watchThread(run: RunContext): void {
  recordThread(run, 'thread hooked', threadId());
  process.once('exit', () => recordThread(run, 'thread exited', threadId()));
}

function recordThread({ log }: RunContext, event: ThreadEvent['event'], thread: number): void {
  appendRunEvent(log, { event, pid: process.pid, thread });
}
