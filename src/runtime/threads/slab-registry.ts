/** The slabs of all threads of a process, as the main thread knows them. */
import { type Slab, slabKeyOf } from './slab.js';

export interface SlabRegistry {
  /** Adds a slab of the main thread itself. */
  addOwn(slab: Slab): void;
  /** Adds a slab of another thread. Ignores a slab that was added before. */
  addOther(slab: Slab): void;
  /** Notes that a thread has ended. Its slabs are kept. @param thread Node's `threadId` */
  endThread(thread: number): void;
  /** Returns Node's `threadId` of each thread that has ended. */
  endedThreads(): readonly number[];
  /** Returns all slabs, those of the main thread first. */
  all(): readonly Slab[];
}

export function createSlabRegistry(): SlabRegistry {
  const own: Slab[] = [];
  const others = new Map<string, Slab>();
  const ended = new Set<number>();
  return {
    addOwn: (slab) => void own.push(slab),
    addOther(slab) {
      const key = slabKeyOf(slab);
      if (!others.has(key)) others.set(key, slab);
    },
    endThread: (thread) => void ended.add(thread),
    endedThreads: () => [...ended],
    all: () => [...own, ...others.values()],
  };
}
