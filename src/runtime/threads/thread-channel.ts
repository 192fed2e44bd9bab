/**
 * The channel between the threads of a process, which any of them can open by its name. What is sent is there at once,
 * also for a thread whose event loop is blocked: so the counts of a thread outlive it.
 */
import { BroadcastChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { CommandReply, CommandRequest } from './agent-commands.js';
import type { Slab } from './slab.js';

const CHANNEL = 'covermain';

export type ThreadMessage =
  /** A thread has begun to count in it. */
  | { readonly slab: Slab }
  /** The bytes of a meta that cannot be written. */
  | { readonly meta: Uint8Array }
  | { readonly question: CommandRequest }
  | { readonly answer: CommandReply }
  /** Why there is nobody to answer. */
  | { readonly unanswered: string }
  /** The window is to end. */
  | { readonly stop: true };

/** To all other threads. */
export function broadcast(message: ThreadMessage): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(message);
  channel.close();
}

export interface ThreadChannel {
  send(message: ThreadMessage): void;
  /** Hands over what has come and the event loop has had no time to take. */
  receive(): void;
  /** Whether it keeps the thread alive; it does not at first. */
  hold(isHeld: boolean): void;
}

export function openChannel(onMessage: (message: ThreadMessage) => void): ThreadChannel {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: { data: unknown }) => onMessage(data as ThreadMessage);
  channel.unref();
  return {
    send: (message) => channel.postMessage(message),
    receive() {
      // Node takes a channel here, too; its types do not say so.
      const port = channel as unknown as MessagePort;
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
        onMessage(next.message as ThreadMessage);
      }
    },
    hold: (isHeld) => (isHeld ? channel.ref() : channel.unref()),
  };
}
