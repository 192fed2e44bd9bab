/**
 * The agent's end of the channel between threads. The agent opens it before it loads anything else: until then, the threads of
 * the app wait with their announcements.
 */
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { openBroadcast } from '../runtime/threads/thread-channel.js';

export const agentChannel = openBroadcast();

const state = sharedState();
Atomics.store(state, SHARED_STATE.agentListens, 1);
Atomics.notify(state, SHARED_STATE.agentListens);
