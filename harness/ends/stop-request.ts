/** The window ends when whoever opened it asks for it, or somebody asks the agent: `covermain stop`, HTTP. */
import { measuredProcess } from '../../src/runtime/measured-process.js';
import type { EndSource } from './end.js';

export function endByStopRequest(stop: AbortSignal | undefined): EndSource {
  return (endWindow) => {
    const end = () => endWindow({ by: 'stop request' });
    const closeToAgent = measuredProcess()?.openWindow(end);
    if (stop?.aborted) end();
    stop?.addEventListener('abort', end);
    return () => {
      stop?.removeEventListener('abort', end);
      closeToAgent?.();
    };
  };
}
