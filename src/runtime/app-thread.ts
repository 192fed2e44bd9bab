/** The runtime of the app's worker threads. They count; the main thread and the agent read their counters. */
import { installCounters } from './counters.js';
import { installMeasuredProcess } from './measured-process.js';
import { createRemoteMetaKeeper } from './meta-keeper.js';
import { createPendingCommands, type PendingCommands } from './pending-commands.js';
import type { ThreadRuntime } from './thread-runtime.js';
import { createAnnouncer } from './threads/announcer.js';
import { createLazyChannel } from './threads/lazy-channel.js';
import { broadcast, type ThreadMessage } from './threads/thread-channel.js';

export function installAppThread(): ThreadRuntime {
  const announce = createAnnouncer({ canBlock: true });
  installCounters((slab) => announce({ type: 'slab', slab }));
  const channel = createLazyChannel((message) => handleMessage(message, commands));
  const commands: PendingCommands = createPendingCommands({
    send: channel.send,
    onWaiting: channel.hold,
  });
  // The agent and the windows belong to the main thread.
  installMeasuredProcess({ ask: commands.ask, startAgent() {}, openWindow: () => () => {} });
  return {
    expectThread() {},
    expectBlocking() {},
    watchKill() {},
    beforeEnd() {},
    threadEnded: (thread) => broadcast({ type: 'thread ended', thread }),
    metaKeeper: createRemoteMetaKeeper(announce),
  };
}

function handleMessage(message: ThreadMessage, commands: PendingCommands): void {
  switch (message.type) {
    case 'reply':
      commands.settle(message);
      break;
    case 'agent-unavailable':
      commands.failAll(message.reason);
      break;
    // These are for the main thread and the agent.
    case 'slab':
    case 'meta':
    case 'thread ended':
    case 'command':
    case 'stop':
    case 'check':
      break;
    default:
      message satisfies never;
  }
}
