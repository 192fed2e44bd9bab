/** Runs work once before the next frame. */

/** Milliseconds after which the work runs even if no frame is drawn, because the page is hidden. */
const HIDDEN_DELAY = 500;

export function scheduleFrame(work: () => void): {
  readonly request: () => void;
  readonly cancel: () => void;
} {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
  };
  const run = () => {
    cancel();
    work();
  };
  return {
    request: () => {
      if (frame !== undefined) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, HIDDEN_DELAY);
    },
    cancel,
  };
}
