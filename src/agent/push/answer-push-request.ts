import { SHARED_STATE, sharedState } from '../../platform/shared-state.js';

/** Wakes the main thread, which waits for its last push. @param number of its request */
export function answerPushRequest(number: number): void {
  const state = sharedState();
  Atomics.store(state, SHARED_STATE.pushed, number);
  Atomics.notify(state, SHARED_STATE.pushed);
}
