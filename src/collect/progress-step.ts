/** Long work file by file: now and then others get a turn, progress is shown, and it may end. */
import { setImmediate } from 'node:timers/promises';

export interface ProgressStepOptions {
  /** How many files there are. */
  readonly total: number;
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
}

/** To be called after each file. @throws the reason of the signal, once it is aborted */
export type ProgressStep = () => Promise<void>;

/** Milliseconds: so long nobody else gets a turn. */
const TURN = 30;

export function createProgressStep({ total, onProgress, signal }: ProgressStepOptions): ProgressStep {
  let done = 0;
  let turned = performance.now();
  return async () => {
    done++;
    if (performance.now() - turned < TURN) return;
    onProgress?.(done, Math.max(done, total));
    await setImmediate();
    signal?.throwIfAborted();
    turned = performance.now();
  };
}
