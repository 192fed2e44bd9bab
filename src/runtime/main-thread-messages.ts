/** Handles the messages that the main thread receives from the agent and from other threads of the app. */
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import type { AgentControl } from './agent-control.js';
import type { PendingCommands } from './pending-commands.js';
import type { SlabRegistry } from './threads/slab-registry.js';
import type { ThreadMessage } from './threads/thread-channel.js';

export interface MainThreadParts {
  readonly slabs: SlabRegistry;
  readonly metas: MetaStore;
  readonly agent: AgentControl;
  readonly commands: PendingCommands;
  /** Ends the windows; without a window, ends the process. */
  readonly stopProgram: () => void;
}

/**
 * Forwards to the agent what other threads send for it. A ready agent receives these messages by itself, too, and
 * ignores the second copy.
 */
export function handleMainThreadMessage(message: ThreadMessage, parts: MainThreadParts): void {
  const { slabs, metas, agent, commands, stopProgram } = parts;
  switch (message.type) {
    case 'slab':
      slabs.addOther(message.slab);
      agent.expect();
      agent.post(message);
      break;
    case 'meta':
      metas.add(message.bytes, message.hash);
      agent.post(message);
      break;
    case 'thread ended':
      slabs.endThread(message.thread);
      agent.post(message);
      break;
    case 'command':
      agent.start();
      agent.post(message);
      break;
    case 'reply':
      commands.settle(message);
      break;
    case 'stop':
      answer();
      stopProgram();
      break;
    case 'check':
      answer();
      break;
    // Only the main thread sends it.
    case 'agent-unavailable':
      break;
    default:
      message satisfies never;
  }
}

/** Tells the agent that the event loop is not blocked. */
function answer(): void {
  Atomics.add(sharedState(), SHARED_STATE.answers, 1);
}
