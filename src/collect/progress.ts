/** How far long work has come, on a terminal: a bar, a count, an estimate. In a pipe nothing. */
import { SingleBar } from 'cli-progress';
import ms from 'ms';

export interface Progress {
  /** What is done from now on, as in `reading profiles`; a bar that was shown goes. */
  readonly begin: (what: string) => void;
  readonly update: (done: number, total: number) => void;
  /** Takes the bar away, until there is more to show. */
  readonly close: () => void;
}

/** Milliseconds: work that is done by then shows no bar. */
const PATIENCE = 500;

/** @param first what is done, until something else is begun */
export function openProgress(first: string): Progress {
  const opened = performance.now();
  let begun = opened;
  let what = first;
  let bar: SingleBar | undefined;
  const close = () => {
    bar?.stop();
    bar = undefined;
  };
  return {
    begin(next) {
      close();
      what = next;
      begun = performance.now();
    },
    update(done, total) {
      if (!process.stderr.isTTY || performance.now() - opened < PATIENCE) return;
      const left = estimate(performance.now() - begun, done, total);
      bar ??= startBar(what, done, total, left);
      bar.setTotal(total);
      bar.update(done, { left });
    },
    close,
  };
}

/** How long the rest takes if it goes on as it went so far: at least a second, as people write it. */
function estimate(spent: number, done: number, total: number): string {
  const left = (spent / Math.max(1, done)) * (total - done);
  return ms(Math.max(1, Math.round(left / 1000)) * 1000);
}

function startBar(what: string, done: number, total: number, left: string): SingleBar {
  const bar = new SingleBar({
    format: `${what} [{bar}] {value}/{total}, {left} left`,
    stream: process.stderr,
    clearOnComplete: true,
    // Whoever opened it ends it, also where the work is interrupted.
    gracefulExit: false,
  });
  bar.start(total, done, { left });
  return bar;
}
