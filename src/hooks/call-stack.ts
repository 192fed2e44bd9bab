/** Finds out which code calls a function. */

import { runInNewContext } from 'node:vm';

/** The properties of `Error` that affect how V8 reads a stack. */
const STACK_OPTIONS = ['stackTraceLimit', 'prepareStackTrace'] as const;

type Callee = (...args: never) => unknown;

/**
 * Whether code of a script is on the stack, among the nearest callers of a function.
 *
 * @param script name of the script as V8 knows it, such as `node:internal/modules/esm/load`
 * @param callee function whose callers are inspected
 * @param depth number of inspected callers
 */
export function isCalledFrom(script: string, callee: Callee, depth: number): boolean {
  const saved = STACK_OPTIONS.map((name) => [name, Object.getOwnPropertyDescriptor(Error, name)] as const);
  const prepareStackTrace = (_error: unknown, sites: readonly NodeJS.CallSite[]) =>
    sites.some((site) => site.getFileName() === script);
  try {
    // Node calls `prepareStackTrace` instead of formatting the stack, which would read source maps.
    const isChanged =
      setOption('stackTraceLimit', depth) && setOption('prepareStackTrace', prepareStackTrace);
    const stack = isChanged ? captureStack(callee) : captureInNewContext(callee, depth, prepareStackTrace);
    // V8 returns the stack as text while it formats another one.
    return typeof stack === 'boolean' ? stack : isInText(String(stack), script, depth);
  } finally {
    for (const [name, descriptor] of saved) {
      if (descriptor) Reflect.defineProperty(Error, name, descriptor);
      else Reflect.deleteProperty(Error, name);
    }
  }
}

function setOption(name: (typeof STACK_OPTIONS)[number], value: unknown): boolean {
  return Reflect.defineProperty(Error, name, { value, writable: true, enumerable: true, configurable: true });
}

function captureStack(callee: Callee): unknown {
  const holder: { readonly stack?: unknown } = {};
  Error.captureStackTrace(holder, callee);
  return holder.stack;
}

type CaptureInContext = (callee: Callee, depth: number, prepare: Callee) => unknown;

let captureInContext: CaptureInContext | undefined;

/** Reads the stack by the `Error` of another context, because --frozen-intrinsics or the app has locked that of this one. */
function captureInNewContext(...args: Parameters<CaptureInContext>): unknown {
  captureInContext ??= runInNewContext(`(callee, depth, prepare) => {
    Error.stackTraceLimit = depth;
    Error.prepareStackTrace = prepare;
    const holder = {};
    Error.captureStackTrace(holder, callee);
    return holder.stack;
  }`) as CaptureInContext;
  return captureInContext(...args);
}

function isInText(stack: string, script: string, depth: number): boolean {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return frames.slice(0, depth).some((frame) => frame.includes(`${script}:`));
}
