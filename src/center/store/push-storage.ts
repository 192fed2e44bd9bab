/** Stores pushes for the routes of a center. */
import type { PushStore, StoredPush } from './push-store.js';

export interface PushStorage {
  /** Stores a push as `PushStore` does. @throws as `PushStore.put` */
  put(name: string, bytes: Buffer<ArrayBuffer>): Promise<StoredPush>;
  /** Ends the storage after all pushes are stored. */
  close(): Promise<void>;
}

/** Creates a storage that works in this thread. */
export function createPushStorage(store: PushStore): PushStorage {
  return { put: async (name, bytes) => store.put(name, bytes), close: async () => {} };
}
