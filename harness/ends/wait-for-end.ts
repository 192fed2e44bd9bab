/** Waits for the first of several ends. */
import type { EndSource, EndWindow, WindowEnd } from './end.js';

export interface EndWait {
  readonly first: Promise<WindowEnd>;
  /** Ends the window by hand. */
  readonly endWindow: EndWindow;
  /** Stops waiting; gives the end that counts: the first, or a failure of the app while it was closed. */
  stop(): WindowEnd | undefined;
}

/** @param onFailedAgain is given the errors of failures after the first, which decide nothing any more */
export function waitForEnd(sources: readonly EndSource[], onFailedAgain: (error: unknown) => void): EndWait {
  let counts: WindowEnd | undefined;
  let resolveFirst: EndWindow;
  const first = new Promise<WindowEnd>((resolve) => {
    resolveFirst = resolve;
  });
  const endWindow: EndWindow = (end) => {
    if (end.by === 'app failed' && counts?.by === 'app failed') onFailedAgain(end.error);
    else if (end.by === 'app failed') counts = end;
    counts ??= end;
    resolveFirst(end);
  };
  const stops = sources.map((source) => source(endWindow));
  return {
    first,
    endWindow,
    stop() {
      for (const stop of stops) stop();
      return counts;
    },
  };
}
