/** A channel that is opened when it is first needed: most processes have a single thread, and opening takes time. */
import { openChannel, type ThreadChannel, type ThreadMessage } from './thread-channel.js';

export interface LazyChannel extends ThreadChannel {
  /** Opens the channel, so that it receives the messages of threads that start from now on. */
  open(): void;
}

/** `send` and `hold` open the channel; `receive` does nothing before it is open. */
export function createLazyChannel(onMessage: (message: ThreadMessage) => void): LazyChannel {
  let channel: ThreadChannel | undefined;
  const opened = () => {
    channel ??= openChannel(onMessage);
    return channel;
  };
  return {
    open: () => void opened(),
    send: (message) => opened().send(message),
    receive: () => channel?.receive(),
    hold: (isHeld) => opened().hold(isHeld),
  };
}
