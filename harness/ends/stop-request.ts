/** The window ends when whoever opened it asks for it, or somebody asks the agent: `covermain stop`, HTTP. */
import { measuredProcess } from '../../src/runtime/measured-process.js';
import type { EndSource } from './end.js';

// One per process, also where this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.stopped');
const shared = process as typeof process & { [STATE]?: boolean };

/** Whether the agent was asked to end this process since the last window was opened; it means those still to come, too. */
export function isStopped(): boolean {
  return shared[STATE] === true;
}

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
