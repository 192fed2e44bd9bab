/**
 * Sends slabs and metas of a thread to the main thread and to the agent. The event loop of the main thread may be blocked, so the
 * agent has to receive each message itself, also one that is sent while the agent starts.
 */
import { AGENT_STATE, SHARED_STATE, sharedState } from '../../platform/shared-state.js';
import { broadcast, type ThreadMessage } from './thread-channel.js';

/** Sends a message. Both receivers ignore one that arrives twice. */
export type Announce = (message: ThreadMessage & { readonly type: 'slab' | 'meta' }) => void;

/** Maximum milliseconds that a thread waits for the start of the agent, once. The agent needs less than 100. */
const MAXIMUM_WAIT = 1_000;

/** Milliseconds between two checks whether the agent has started. */
const CHECK_INTERVAL = 20;

// The app's tests may replace it later.
const { setTimeout } = globalThis;

/**
 * Creates the function for a thread. It sends a message again when the agent has started, if the agent was starting before.
 *
 * @param canBlock whether the thread may run code of the app that blocks its event loop. Then the thread waits for the agent,
 *   because it may be unable to send the message again
 */
export function createAnnouncer({ canBlock }: { readonly canBlock: boolean }): Announce {
  const words = sharedState();
  const isListening = () => Atomics.load(words, SHARED_STATE.agentListens) === 1;
  const isStarting = () => Atomics.load(words, SHARED_STATE.agent) === AGENT_STATE.starting;
  let unheard: ThreadMessage[] = [];
  let hasWaited = !canBlock;
  let isChecking = false;
  const sendAgain = () => {
    for (const message of unheard) broadcast(message);
    unheard = [];
  };
  const check = () => {
    isChecking = false;
    if (isListening()) sendAgain();
    else if (isStarting()) checkLater();
    else unheard = [];
  };
  const checkLater = () => {
    if (isChecking) return;
    isChecking = true;
    setTimeout(check, CHECK_INTERVAL).unref();
  };
  return (message) => {
    const isHeard = isListening();
    broadcast(message);
    // Before its start, the agent gets all that the main thread has received.
    if (isHeard || !(isListening() || isStarting())) return;
    unheard.push(message);
    if (!hasWaited) Atomics.wait(words, SHARED_STATE.agentListens, 0, MAXIMUM_WAIT);
    hasWaited = true;
    if (isListening()) sendAgain();
    else checkLater();
  };
}
