/** A worker thread of the app: it counts, and the main thread and the agent have its counters. */

import { installCounters } from './counters.js';
import { installMeasuredProcess } from './measured-process.js';
import { createPendingCommands } from './pending-commands.js';
import { broadcast, openChannel, type ThreadChannel } from './threads/thread-channel.js';

export function installAppThread(): void {
  installCounters((slab) => broadcast({ slab }));
  let channel: ThreadChannel | undefined;
  const open = () => {
    channel ??= openChannel((message) => {
      if ('answer' in message) asking.settle(message.answer);
      if ('unanswered' in message) asking.fail(message.unanswered);
    });
    return channel;
  };
  const asking = createPendingCommands({
    send: (question) => open().send({ question }),
    onWaiting: (isWaiting) => open().hold(isWaiting),
  });
  // The agent and the window are the main thread's.
  installMeasuredProcess({ ask: asking.ask, startAgent() {}, openWindow: () => () => {} });
}
