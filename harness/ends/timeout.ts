/** Ends the window after a time. The timer does not keep an app alive that finishes earlier. */
import type { EndSource } from './end.js';

/** @param milliseconds at most 2³¹-1; with `undefined` the window does not end by time */
export function endByTimeout(milliseconds: number | undefined): EndSource {
  return (endWindow) => {
    if (milliseconds === undefined) return () => {};
    const timer = setTimeout(() => endWindow({ by: 'timeout', milliseconds }), milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  };
}
