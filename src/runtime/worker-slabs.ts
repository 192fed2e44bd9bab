/**
 * The slabs of worker threads come to the main thread as they are made, so their counts outlive a thread that is
 * terminated. They come through a channel that any thread can open by its name.
 */
import { BroadcastChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Slab } from './slab.js';

const CHANNEL = 'covermain:slabs';

/** In a worker: hands a slab to the main thread. */
export function sendSlab(slab: Slab): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(slab);
  channel.close();
}

export interface WorkerSlabs {
  /** All that have come, also where the event loop has had no time to take them. */
  receive(): readonly Slab[];
}

/** In the main thread, before it starts its first worker: takes what workers send. */
export function openWorkerSlabs(): WorkerSlabs {
  const slabs: Slab[] = [];
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: { data: unknown }) => slabs.push(data as Slab);
  channel.unref();
  return {
    receive() {
      // Node takes a channel here, too; its types do not say so.
      const port = channel as unknown as MessagePort;
      for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
        slabs.push(next.message as Slab);
      }
      return slabs;
    },
  };
}
