/**
 * What stands in for the app's own main module. Programs start themselves again by `process.argv[1]`, as
 * `cluster.fork()` does, and would find mocha there.
 */
import { fileURLToPath } from 'node:url';
import { encodeRunContext, RUN_CONTEXT, readRunContext } from '../src/run-context.js';

const START_APP = fileURLToPath(new URL('./start-app.js', import.meta.url));

/**
 * Until the returned function is called, `process.argv[1]` is a module that starts the app as the harness file
 * does, without a window. Outside a run of `covermain manual` nothing is changed.
 */
export function standInForMain(harnessFile: string | undefined): () => void {
  const run = readRunContext(process.env);
  if (!run || harnessFile === undefined) return () => {};
  const { argv } = process;
  const given = process.env[RUN_CONTEXT];
  process.argv = [argv[0] ?? process.execPath, START_APP, ...argv.slice(2)];
  Object.assign(process.env, encodeRunContext({ ...run, harnessFile }));
  return () => {
    process.argv = argv;
    process.env[RUN_CONTEXT] = given;
  };
}

/** Whether this process was started by the stand-in. */
export function isStartedAgain(): boolean {
  return process.argv[1] === START_APP;
}
