/** The window ends when whoever opened it asks for it. */
import type { EndSource } from './end.js';

export function endByStopRequest(stop: AbortSignal | undefined): EndSource {
  return (endWindow) => {
    if (!stop) return () => {};
    const end = () => endWindow({ by: 'stop request' });
    if (stop.aborted) end();
    stop.addEventListener('abort', end);
    return () => stop.removeEventListener('abort', end);
  };
}
