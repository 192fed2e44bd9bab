/** Errors of programs and of their outputs, as test runners print them. */

/** The frames of a stack below a function. */
export interface CallerFrames {
  readonly stack?: string;
}

/** Returns the frames that called a function, to be added to an error that occurs later. */
export function captureCaller(called: (...args: never[]) => unknown): CallerFrames {
  const caller: CallerFrames = {};
  Error.captureStackTrace(caller, called);
  return caller;
}

/** Gives an error the frames of the caller, so that a runner shows the line of the test. */
export function withCaller(error: unknown, { stack = '' }: CallerFrames): unknown {
  if (!(error instanceof Error)) return error;
  const frames = stack.slice(stack.indexOf('\n') + 1);
  Object.defineProperty(error, 'stack', {
    value: `${error.name}: ${error.message}\n${frames}`,
    configurable: true,
    writable: true,
  });
  return error;
}

/** Properties that a runner prints with a program's error. Its message has the command and the outputs. */
const SHOWN: ReadonlySet<string> = new Set(['code', 'exitCode', 'profile', 'signal', 'timedOut']);

/** Keeps the other properties, but hides them from runners, which print all enumerable ones. */
export function hideDetails(error: object): void {
  for (const name of Object.keys(error)) {
    if (!SHOWN.has(name)) Object.defineProperty(error, name, { enumerable: false });
  }
}
