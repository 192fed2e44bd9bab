/**
 * The broadcast channel between the threads of a process; any thread can open it by its name. A message arrives at
 * once, even in a thread whose event loop is blocked. So the slab of a thread stays readable after the thread has ended.
 */
import type { MessagePort } from 'node:worker_threads';
import { workerThreads } from '../../platform/this-thread.js';
import type { EncodedMeta } from '../../profile/format/meta-pack.js';
import type { CommandReply, CommandRequest } from './agent-commands.js';
import type { Slab } from './slab.js';

const CHANNEL = 'covermain';

export type Broadcast = InstanceType<ReturnType<typeof workerThreads>['BroadcastChannel']>;

export type ThreadMessage =
  /** A thread has started to count in this slab. */
  | { readonly type: 'slab'; readonly slab: Slab }
  /** A thread has loaded a file with this meta. It sends the meta before it counts in the file. */
  | ({ readonly type: 'meta' } & EncodedMeta)
  /** A thread has ended that another thread had started. Its slabs stay readable. */
  | { readonly type: 'thread ended'; readonly thread: number }
  | CommandRequest
  | CommandReply
  /** No agent will reply: it could not be started, or it has ended. */
  | { readonly type: 'agent-unavailable'; readonly reason: string }
  /** The agent asks the harness to end the window. */
  | { readonly type: 'stop' }
  /** The agent checks whether the event loop of the main thread is blocked. */
  | { readonly type: 'check' };

/** Opens the channel without a handler. Its messages wait until `openChannel` handles them, in the same turn of the event loop. */
export function openBroadcast(): Broadcast {
  const { BroadcastChannel } = workerThreads();
  return new BroadcastChannel(CHANNEL);
}

/** Sends a message to all other threads. */
export function broadcast(message: ThreadMessage): void {
  const channel = openBroadcast();
  channel.postMessage(message);
  channel.close();
}

export interface ThreadChannel {
  /** Sends a message to all other threads that have opened the channel. */
  send(message: ThreadMessage): void;
  /** Handles the messages that have arrived and that the event loop has not delivered yet. */
  receive(): void;
  /** Sets whether the open channel keeps its thread alive. It does not at first. */
  hold(isHeld: boolean): void;
}

/**
 * Opens the channel. It receives the messages that are sent from now on.
 *
 * @param channel one that is already open. It receives what was sent since then, too
 */
export function openChannel(
  onMessage: (message: ThreadMessage) => void,
  channel: Broadcast = openBroadcast(),
): ThreadChannel {
  const { receiveMessageOnPort } = workerThreads();
  channel.onmessage = ({ data }: { data: unknown }) => onMessage(data as ThreadMessage);
  channel.unref();
  return {
    send: (message) => channel.postMessage(message),
    receive() {
      // Node accepts a channel here, although its types do not.
      const port = channel as unknown as MessagePort;
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
        onMessage(next.message as ThreadMessage);
      }
    },
    hold: (isHeld) => (isHeld ? channel.ref() : channel.unref()),
  };
}
