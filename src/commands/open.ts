/** `covermain open`: shows the live page of a run in a browser, until Ctrl+C. */
import { once } from 'node:events';
import { CovermainError } from '../platform/errors.js';
import { readNycConfig } from '../project/nyc-config.js';
import { listProjectRoots } from '../project/package.js';
import type { Environment } from '../settings/environment.js';
import { pauseFor } from '../view/pause-for.js';
import { waitingTimeOf } from './ask-agents.js';
import { findRecordedRun, findRunningRun, type PageRun } from './find-page-run.js';
import type { Print } from './print.js';
import { servePage } from './serve-page.js';

export interface LivePageOptions {
  /** Id of the run to show. @default the newest one */
  readonly run?: string;
  /** Shows no profile of an earlier run, but waits for a measured process: a duration such as `30s`, or true for a minute. */
  readonly wait?: string | true;
  /** Whether a browser is opened. @default true */
  readonly browser?: boolean;
  /** @default a port that the system chooses */
  readonly port?: number;
  /** Any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Prints the address. */
  readonly print: Print;
  readonly logLine: (line: string) => void;
  /** Ends the command when it is aborted. */
  readonly signal: AbortSignal;
}

/** Milliseconds between two looks for a run. */
const LOOK_INTERVAL = 500;

const CLOSE_LIVE = 'Press Ctrl+C to close the page. The program continues.';

const CLOSE_ENDED =
  'This is the profile of a run that has ended. Press Ctrl+C to close the page. `covermain open --wait` shows the next run.';

const START_ONE = 'Start one with `covermain run -- node app.js`';

/**
 * Serves the page until the signal, also after the run has ended.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `PORT_NOT_BOUND`; SettingError for an invalid duration
 */
export async function openCommand(options: LivePageOptions): Promise<number> {
  const { browser = true, port, environment, print, logLine, signal } = options;
  const found = await awaitRun(options);
  if (found === undefined) return 0;
  const server = await servePage({
    ...found,
    config: await readNycConfig(found.root),
    environment,
    isOpened: browser,
    ...(port === undefined ? {} : { port }),
    printAddress: print,
    logLine,
  });
  logLine(found.directory === undefined ? CLOSE_LIVE : CLOSE_ENDED);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
  return 0;
}

/** @returns `undefined` if the signal ends the wait */
async function awaitRun(options: LivePageOptions): Promise<PageRun | undefined> {
  const { run, wait, cwd, environment, logLine, signal } = options;
  const deadline = wait === undefined ? undefined : performance.now() + waitingTimeOf(wait);
  let isFirst = true;
  while (!signal.aborted) {
    const roots = listProjectRoots(cwd);
    const found =
      (await findRunningRun(roots, run)) ??
      (deadline === undefined ? await findRecordedRun(roots, environment, run) : undefined);
    if (found) return found;
    if (run !== undefined && deadline === undefined)
      throw new CovermainError(
        'AGENT_NOT_FOUND',
        `No run ${run} in ${roots[0]}. \`covermain list\` prints the running ones.`,
      );
    if (deadline !== undefined && performance.now() >= deadline)
      throw new CovermainError(
        'AGENT_NOT_FOUND',
        `No measured process has started in ${roots[0]}. ${START_ONE}.`,
      );
    if (isFirst) logLine(`Waiting for a measured program. ${START_ONE}.`);
    isFirst = false;
    await pauseFor(LOOK_INTERVAL, signal);
  }
  return undefined;
}
