/** Finds out which code calls a function. */

/** The properties of `Error` that affect how V8 reads a stack. */
const STACK_OPTIONS = ['stackTraceLimit', 'prepareStackTrace'] as const;

/**
 * Whether code of a script is on the stack, among the nearest callers of a function.
 *
 * @param script name of the script as V8 knows it, such as `node:internal/modules/esm/load`
 * @param callee function whose callers are inspected
 * @param depth number of inspected callers
 */
export function isCalledFrom(script: string, callee: (...args: never) => unknown, depth: number): boolean {
  const saved = STACK_OPTIONS.map((name) => [name, Object.getOwnPropertyDescriptor(Error, name)] as const);
  // With --frozen-intrinsics the options cannot be changed, and V8 returns the stack as text.
  setOption('stackTraceLimit', depth);
  // Node calls it instead of formatting the stack, which would read source maps.
  setOption('prepareStackTrace', (_error: Error, frames: readonly NodeJS.CallSite[]) =>
    frames.some((frame) => frame.getFileName() === script),
  );
  try {
    const holder: { readonly stack?: unknown } = {};
    Error.captureStackTrace(holder, callee);
    return typeof holder.stack === 'boolean' ? holder.stack : isInText(String(holder.stack), script, depth);
  } finally {
    for (const [name, descriptor] of saved) {
      if (descriptor) Reflect.defineProperty(Error, name, descriptor);
      else Reflect.deleteProperty(Error, name);
    }
  }
}

function setOption(name: (typeof STACK_OPTIONS)[number], value: unknown): void {
  Reflect.defineProperty(Error, name, { value, writable: true, enumerable: true, configurable: true });
}

function isInText(stack: string, script: string, depth: number): boolean {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return frames.slice(0, depth).some((frame) => frame.includes(`${script}:`));
}
