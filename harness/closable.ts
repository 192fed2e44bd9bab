/** What can be called, and what can be closed, of values that programs give. */

/**
 * What closes a value: `Symbol.asyncDispose`, `Symbol.dispose`, `close()`, or the value itself. The asynchronous one
 * comes first, since what it returns tells when it is done; that of `server.close()` does not.
 */
export function closerOf(value: unknown): (() => unknown) | undefined {
  for (const name of [Symbol.asyncDispose, Symbol.dispose, 'close']) {
    const member = memberOf(value, name);
    if (typeof member === 'function') return () => member.call(value);
  }
  return isCallable(value) ? () => value() : undefined;
}

/** Whether a value can be called without arguments: an Express app cannot, nor can a class. */
export function isCallable(value: unknown): value is () => unknown {
  return typeof value === 'function' && value.length === 0 && !/^class\b/.test(String(value));
}

export function memberOf(value: unknown, name: string | symbol): unknown {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  return (value as Record<string | symbol, unknown>)[name];
}
