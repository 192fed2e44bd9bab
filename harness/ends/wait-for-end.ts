/** Waits for the first end of several sources. */
import type { EndSource, EndWindow, WindowEnd } from './end.js';

export interface EndWait {
  readonly first: Promise<WindowEnd>;
  /** Ends the window without a source. */
  readonly endWindow: EndWindow;
  /** Stops waiting. Returns the end that decides the result: the first, or a failure of the app while it was closing. */
  stop(): WindowEnd | undefined;
}

/** @param onFailedAgain receives the errors of failures after the first, which do not change the result */
export function waitForEnd(sources: readonly EndSource[], onFailedAgain: (error: unknown) => void): EndWait {
  let decisive: WindowEnd | undefined;
  let resolveFirst: EndWindow;
  const first = new Promise<WindowEnd>((resolve) => {
    resolveFirst = resolve;
  });
  const endWindow: EndWindow = (end) => {
    if (end.by === 'app failed' && decisive?.by === 'app failed') onFailedAgain(end.error);
    else if (end.by === 'app failed') decisive = end;
    decisive ??= end;
    resolveFirst(end);
  };
  const stops = sources.map((source) => source(endWindow));
  return {
    first,
    endWindow,
    stop() {
      for (const stop of stops) stop();
      return decisive;
    },
  };
}
