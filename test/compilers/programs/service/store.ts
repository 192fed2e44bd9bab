export interface Entry {
  readonly id: number;
  readonly text: string;
  readonly tags?: readonly string[];
}

interface StoreOptions {
  readonly limit?: number;
  readonly onEvict?: (entry: Entry) => void;
}

const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createStore({ limit = 100, onEvict }: StoreOptions = {}) {
  let lastId = 0;
  let entries: Entry[] = [];
  return {
    async add(entry: Omit<Entry, 'id'>): Promise<Entry> {
      await tick();
      const added = { ...entry, id: ++lastId };
      entries.push(added);
      if (entries.length > limit) {
        const evicted = entries.shift();
        if (evicted) onEvict?.(evicted);
      }
      return added;
    },
    find: async (id: number) => entries.find((entry) => entry.id === id),
    async list(isDescending: boolean): Promise<readonly Entry[]> {
      await tick();
      return isDescending ? [...entries].reverse() : entries;
    },
    async remove(id: number): Promise<boolean> {
      const before = entries.length;
      entries = entries.filter((entry) => entry.id !== id);
      return entries.length < before;
    },
    clear(): void {
      entries = [];
    },
  };
}
