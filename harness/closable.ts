/** Finds what can be called or closed in the values that an app returns or exports. */

/**
 * Returns a function that closes a value: its `Symbol.asyncDispose`, `Symbol.dispose` or `close()`, or the value itself if
 * it is a function. `Symbol.asyncDispose` comes first, because its promise resolves when closing is done. The result of
 * `server.close()` does not show that.
 */
export function closerOf(value: unknown): (() => unknown) | undefined {
  for (const name of [Symbol.asyncDispose, Symbol.dispose, 'close']) {
    const member = memberOf(value, name);
    if (typeof member === 'function') return () => member.call(value);
  }
  return isCallable(value) ? () => value() : undefined;
}

/** Returns whether a value is a function without parameters. An Express app and a class are not. */
export function isCallable(value: unknown): value is () => unknown {
  return typeof value === 'function' && value.length === 0 && !/^class\b/.test(String(value));
}

/** Returns a property of an object or a function, or `undefined` for all other values. */
export function memberOf(value: unknown, name: string | symbol): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  return (value as Record<string | symbol, unknown>)[name];
}
