/** Merges profiles in a thread of their own, so that pushes are not delayed while thousands of profiles are read. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { CovermainError, type ErrorCode } from '../../platform/errors.js';
import type { MergedText, MergeJob } from './merge-texts.js';

/** Result of a job, or why there is none. */
export type MergeReply =
  | { readonly merged: MergedText }
  | { readonly code: ErrorCode | null; readonly message: string };

const THREAD = new URL('./merge-thread.js', import.meta.url);

/** Merges profiles as `mergeTexts` does. */
export type TextMerger = (job: MergeJob) => Promise<MergedText>;

/** Returns a function that merges profiles, one job at a time: each takes as much memory as a report. */
export function createMerger(): TextMerger {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const merged = last.then(() => mergeInThread(job));
    last = merged.catch(() => {});
    return merged;
  };
}

/** @throws CovermainError, Error as `mergeTexts`; Error if the thread ends, such as for lack of memory */
async function mergeInThread(job: MergeJob): Promise<MergedText> {
  const worker = new Worker(THREAD, { workerData: job, name: 'covermain merge' });
  try {
    const ended = once(worker, 'exit').then(() => {
      throw new Error('the thread that merges has ended');
    });
    const [reply] = (await Promise.race([once(worker, 'message'), ended])) as [MergeReply];
    if ('merged' in reply) return reply.merged;
    throw reply.code === null ? new Error(reply.message) : new CovermainError(reply.code, reply.message);
  } finally {
    await worker.terminate();
  }
}
