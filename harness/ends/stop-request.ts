/** Ends the window on a stop request: an `AbortSignal`, `covermain stop` or an HTTP request to the agent. */
import { measuredProcess } from '../../src/runtime/measured-process.js';
import type { EndSource } from './end.js';

// One state per process, even if this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.stopped');
const shared = process as typeof process & { [STATE]?: boolean };

/** Returns whether the agent received a stop request since the last window was opened. It applies to later windows, too. */
export function isStopped(): boolean {
  return shared[STATE] === true;
}

/** Ends the window when `stop` is aborted or the agent receives a stop request. */
export function endByStopRequest(stop: AbortSignal | undefined): EndSource {
  return (endWindow) => {
    shared[STATE] = false;
    const end = () => endWindow({ by: 'stop request' });
    const closeToAgent = measuredProcess()?.openWindow(() => {
      shared[STATE] = true;
      end();
    });
    if (stop?.aborted) end();
    stop?.addEventListener('abort', end);
    return () => {
      stop?.removeEventListener('abort', end);
      closeToAgent?.();
    };
  };
}
