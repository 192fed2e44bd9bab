/**
 * Stores parsed events in little memory: equal texts are stored once. Each process of a run logs the same files, so a run of
 * 50 processes with 20,000 files has a million events with 20,000 different paths.
 */

/**
 * Approximate size in bytes of an event, of an element of a list, of a text without its characters, and of what is computed
 * about each process.
 */
const EVENT_BYTES = 80;
const ELEMENT_BYTES = 8;
const TEXT_BYTES = 100;
const PROCESS_BYTES = 400;

export interface TextPool {
  /** Returns an object with only the named properties, and counts its size. Changes the given object if it has no others. */
  store(
    value: Readonly<Record<string, unknown>>,
    names: readonly string[],
  ): Readonly<Record<string, unknown>>;
  /** Returns the approximate size in bytes of everything that was stored. */
  size(): number;
}

export function createTextPool(): TextPool {
  const texts = new Map<string, string>();
  const pids = new Set<unknown>();
  let size = 0;
  const storeText = (text: string): string => {
    const stored = texts.get(text);
    if (stored !== undefined) return stored;
    texts.set(text, text);
    size += TEXT_BYTES + text.length * 2;
    return text;
  };
  const storeField = (field: unknown): unknown => {
    if (typeof field === 'string') return storeText(field);
    if (!Array.isArray(field)) return field;
    size += field.length * ELEMENT_BYTES;
    return field.map(storeField);
  };
  return {
    store(value, names) {
      size += EVENT_BYTES;
      if (value.pid !== undefined && !pids.has(value.pid)) {
        pids.add(value.pid);
        size += PROCESS_BYTES;
      }
      const isExact = Object.keys(value).length === names.length;
      // An object of `JSON.parse` takes less memory than one that grows.
      const stored = (isExact ? value : {}) as Record<string, unknown>;
      for (const name of names) stored[name] = storeField(value[name]);
      return stored;
    },
    size: () => size,
  };
}
