export class Cache {
  hits = 0;
  misses = 0;
  #entries = new Map();

  constructor(limit = 10) {
    this.limit = limit;
  }

  get(key) {
    const found = this.#entries.get(key);
    if (found === undefined) this.misses++;
    else this.hits++;
    return found;
  }

  set(key, value) {
    if (this.#entries.size >= this.limit) return;
    this.#entries.set(key, value);
  }

  clear() {
    this.#entries.clear();
  }
}

export function cached(cache, key, make) {
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = make();
  cache.set(key, made);
  return made;
}
