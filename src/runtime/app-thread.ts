/** A worker thread of the app: it counts, and the main thread and the agent have its counters. */

import { installCounters } from './counters.js';
import { installMeasuredProcess } from './measured-process.js';
import { createPendingCommands } from './pending-commands.js';
import { broadcast, openChannel, type ThreadChannel } from './threads/thread-channel.js';

export function installAppThread(): void {
  installCounters((slab) => broadcast({ type: 'slab', slab }));
  let channel: ThreadChannel | undefined;
  const open = () => {
    channel ??= openChannel((message) => {
      switch (message.type) {
        case 'reply':
          return commands.settle(message);
        case 'agent-unavailable':
          return commands.failAll(message.reason);
        case 'slab':
        case 'meta':
        case 'command':
        case 'stop':
          return;
        default:
          message satisfies never;
      }
    });
    return channel;
  };
  const commands = createPendingCommands({
    send: (request) => open().send(request),
    onWaiting: (isWaiting) => open().hold(isWaiting),
  });
  // The agent and the window are the main thread's.
  installMeasuredProcess({ ask: commands.ask, startAgent() {}, openWindow: () => () => {} });
}
