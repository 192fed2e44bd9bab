/** Shows the progress of long work on a terminal: a bar, a count and an estimate. Nothing is shown in a pipe. */
import { SingleBar } from 'cli-progress';
import ms from 'ms';
import { toTerminalLine } from '../platform/escape-terminal.js';

export interface Progress {
  /** Removes the bar and starts the next task, such as `reading profiles`. */
  readonly begin: (task: string) => void;
  readonly update: (done: number, total: number) => void;
  /** Removes the bar. The next update shows it again. */
  readonly close: () => void;
}

/** Shows nothing. */
export const NO_PROGRESS: Progress = { begin: () => {}, update: () => {}, close: () => {} };

/** Milliseconds before a bar appears, so that short work shows none. */
const DELAY = 500;

/** Opens a progress bar. @param firstTask task until `begin` is called */
export function openProgress(firstTask: string): Progress {
  const opened = performance.now();
  let taskStart = opened;
  let task = firstTask;
  let bar: SingleBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    begin(nextTask) {
      close();
      task = nextTask;
      taskStart = performance.now();
    },
    update(done, total) {
      if (!process.stderr.isTTY || performance.now() - opened < DELAY) return;
      const remaining = estimateRemaining(performance.now() - taskStart, done, total);
      bar ??= startBar(task, done, total, remaining);
      bar.setTotal(total);
      bar.update(done, { remaining });
    },
    close,
  };
}

/** Estimates the remaining time from the speed so far, as readable text of at least a second. */
function estimateRemaining(spent: number, done: number, total: number): string {
  const remaining = (spent / Math.max(1, done)) * (total - done);
  return ms(Math.max(1, Math.round(remaining / 1000)) * 1000);
}

function startBar(task: string, done: number, total: number, remaining: string): SingleBar {
  const bar = new SingleBar({
    format: '{task} [{bar}] {value}/{total}, {remaining} left',
    stream: process.stderr,
    clearOnComplete: true,
    // `close` stops the bar, also on an interrupt, so the library needs no signal handlers.
    gracefulExit: false,
  });
  bar.start(total, done, { task: toTerminalLine(task), remaining });
  return bar;
}
