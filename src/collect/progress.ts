/** How far long work has come, on a terminal: a bar, a count, an estimate. In a pipe nothing. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  readonly update: (done: number, total: number) => void;
  /** Takes the bar away. More than once does nothing. */
  readonly close: () => void;
}

/** Milliseconds: work that is done by then shows no bar. */
const PATIENCE = 500;

/** @param what is done, as in `reading profiles` */
export function openProgress(what: string): Progress {
  const opened = performance.now();
  let bar: SingleBar | undefined;
  return {
    update(done, total) {
      if (!process.stderr.isTTY || performance.now() - opened < PATIENCE) return;
      bar ??= startBar(what, total);
      bar.setTotal(total);
      bar.update(done);
    },
    close() {
      bar?.stop();
      bar = undefined;
    },
  };
}

function startBar(what: string, total: number): SingleBar {
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total}, {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    // Whoever opened it ends it, also where the work is interrupted.
    gracefulExit: false,
  });
  bar.start(total, 0);
  return bar;
}
