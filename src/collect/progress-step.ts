/** Runs long work file by file: lets the event loop run now and then, reports progress, and checks for an abort. */
import { setImmediate } from 'node:timers/promises';

export interface ProgressStepOptions {
  /** Number of files. */
  readonly total: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts the work. */
  readonly signal?: AbortSignal;
}

/** Must be called after each file. @throws the reason of the signal once it is aborted */
export type ProgressStep = () => Promise<void>;

/** Milliseconds of work between two turns of the event loop. */
const TURN = 30;

/** Creates the step function for a number of files. */
export function createProgressStep({ total, onProgress, signal }: ProgressStepOptions): ProgressStep {
  let done = 0;
  let lastTurn = performance.now();
  return async () => {
    done++;
    if (performance.now() - lastTurn < TURN) return;
    onProgress?.(done, Math.max(done, total));
    await setImmediate();
    signal?.throwIfAborted();
    lastTurn = performance.now();
  };
}
