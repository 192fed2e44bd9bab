/** The windows that are open in this process. The shared state contains whether there are any, for the agent. */
import { SHARED_STATE } from '../platform/shared-state.js';

export interface WindowRegistry {
  /**
   * Registers a window.
   *
   * @param onStop is called when the agent asks the windows to end
   * @returns a function that unregisters the window
   */
  open(onStop: () => void): () => void;
  /** Asks all windows to end. @returns whether there are any */
  stopAll(): boolean;
}

/** @param state the shared state of the process */
export function createWindowRegistry(state: Int32Array): WindowRegistry {
  const stops = new Set<() => void>();
  const publish = () => Atomics.store(state, SHARED_STATE.window, stops.size > 0 ? 1 : 0);
  return {
    open(onStop) {
      stops.add(onStop);
      publish();
      return () => {
        stops.delete(onStop);
        publish();
      };
    },
    stopAll() {
      const hasWindows = stops.size > 0;
      for (const stop of stops) stop();
      return hasWindows;
    },
  };
}
