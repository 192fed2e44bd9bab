/** A thread that merges profiles once: see `mergeInThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { CovermainError, messageOf } from '../../platform/errors.js';
import type { MergeReply } from './merge-in-thread.js';
import { type MergeJob, mergeTexts } from './merge-texts.js';

async function reply(): Promise<MergeReply> {
  try {
    return { merged: await mergeTexts(workerData as MergeJob) };
  } catch (error) {
    return { code: error instanceof CovermainError ? error.code : null, message: messageOf(error) };
  }
}

parentPort?.postMessage(await reply());
