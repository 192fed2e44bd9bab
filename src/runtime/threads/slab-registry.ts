/** The slabs of all threads of a process, as the main thread knows them. */
import { type Slab, slabIdOf } from './slab.js';

export interface SlabRegistry {
  /** Adds a slab of the main thread itself. */
  addOwn(slab: Slab): void;
  /** Adds a slab of another thread. Ignores a slab that was added before. */
  addOther(slab: Slab): void;
  /** Returns all slabs, those of the main thread first. */
  all(): readonly Slab[];
}

export function createSlabRegistry(): SlabRegistry {
  const own: Slab[] = [];
  const others = new Map<string, Slab>();
  return {
    addOwn: (slab) => void own.push(slab),
    addOther(slab) {
      const { thread, number } = slabIdOf(slab);
      const id = `${thread}.${number}`;
      if (!others.has(id)) others.set(id, slab);
    },
    all: () => [...own, ...others.values()],
  };
}
