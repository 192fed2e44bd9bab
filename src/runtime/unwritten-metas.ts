/** The metas of this process that could not be written to the profile directory. The main thread keeps them in memory. */
import type { MetaStore } from '../profile/store/meta-store.js';

export interface UnwrittenMetas {
  add(meta: Uint8Array): void;
  /** Returns the bytes of all unwritten metas. */
  all(): readonly Uint8Array[];
}

/** @param store also receives each unwritten meta, to decode it and to write it later */
export function createUnwrittenMetas(store: MetaStore): UnwrittenMetas {
  const unwritten: Uint8Array[] = [];
  return {
    add(meta) {
      unwritten.push(meta);
      store.add(meta);
    },
    all: () => unwritten,
  };
}
