/** Builds maps from keys to lists of values. */

/** Appends a value to the list of a key, which is created if needed. */
export function addToList<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
