/**
 * What stands in for the app's own main module. Programs start themselves again by `process.argv[1]`, as
 * `cluster.fork()` does, and would find mocha there.
 */
import { fileURLToPath } from 'node:url';
import { encodeRunContext, RUN_CONTEXT, readRunContext } from '../src/settings/run-context.js';

const START_APP = fileURLToPath(new URL('./start-app.js', import.meta.url));

/**
 * Until the returned function is called, `process.argv[1]` is a module that starts the app as the harness file
 * does, without a window. Outside a run of `covermain manual` nothing is changed.
 */
export function standInForMain(harnessFile: string | undefined, title: string): () => void {
  const run = readRunContext(process.env);
  if (!run || harnessFile === undefined) return () => {};
  const given = process.env[RUN_CONTEXT];
  const restoreArgv = replaceArgv([process.execPath, START_APP, ...process.argv.slice(2)]);
  Object.assign(process.env, encodeRunContext({ ...run, window: { harnessFile, title } }));
  return () => {
    restoreArgv();
    process.env[RUN_CONTEXT] = given;
  };
}

/** Shows the app `args` behind `process.argv[1]`, rather than the test runner's. */
export function showArgs(args: readonly string[]): () => void {
  return replaceArgv([...process.argv.slice(0, 2), ...args]);
}

function replaceArgv(argv: string[]): () => void {
  const given = process.argv;
  process.argv = argv;
  return () => {
    process.argv = given;
  };
}

/** Whether this process was started by the stand-in, of the window of that title if one is given. */
export function isStartedAgain(title?: string): boolean {
  if (process.argv[1] !== START_APP) return false;
  return title === undefined || readRunContext(process.env)?.window?.title === title;
}
