/**
 * Replaces mocha in `process.argv[1]` by a module that starts the app. Some programs start themselves again through
 * `process.argv[1]`, as `cluster.fork()` does, and would start mocha.
 */
import { fileURLToPath } from 'node:url';
import { encodeRunContext, RUN_CONTEXT, readRunContext } from '../src/settings/run-context.js';

const START_APP = fileURLToPath(new URL('./start-app.js', import.meta.url));

/**
 * Sets `process.argv[1]` to a module that starts the app as the harness file does, without a window. Does nothing outside
 * `covermain manual`.
 *
 * @returns function that restores `process.argv` and the environment
 */
export function standInForMain(harnessFile: string | undefined, title: string): () => void {
  const run = readRunContext(process.env);
  if (!run || harnessFile === undefined) return () => {};
  const previous = process.env[RUN_CONTEXT];
  const restoreArgv = replaceArgv([process.execPath, START_APP, ...process.argv.slice(2)]);
  Object.assign(process.env, encodeRunContext({ ...run, window: { harnessFile, title } }));
  return () => {
    restoreArgv();
    process.env[RUN_CONTEXT] = previous;
  };
}

/**
 * Replaces the test runner's arguments after `process.argv[1]` by `args`.
 *
 * @returns function that restores them
 */
export function showArgs(args: readonly string[]): () => void {
  return replaceArgv([...process.argv.slice(0, 2), ...args]);
}

function replaceArgv(argv: string[]): () => void {
  const previous = process.argv;
  process.argv = argv;
  return () => {
    process.argv = previous;
  };
}

/** Returns whether the stand-in started this process and, if a title is given, did so from the window of that title. */
export function isStartedAgain(title?: string): boolean {
  if (process.argv[1] !== START_APP) return false;
  return title === undefined || readRunContext(process.env)?.window?.title === title;
}
