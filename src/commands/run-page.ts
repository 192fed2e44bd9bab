/** The page of `--ui`: serves the live page of a run while its command runs. */

import { CovermainError, messageOf } from '../platform/errors.js';
import type { NycConfig } from '../project/nyc-config.js';
import type { Environment } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';
import type { PageServer } from './serve-page.js';

export interface RunPageOptions {
  readonly run: RunContext;
  readonly config: NycConfig;
  readonly environment: Environment;
  readonly logLine: (line: string) => void;
}

export interface RunPage {
  /** Shows the final profile to connected pages and closes the server, within some seconds. Never throws. */
  readonly end: () => Promise<void>;
}

/** Starts to serve the page of a run. The program must have started before: it does not wait for the page. */
export function startRunPage({ run, config, environment, logLine }: RunPageOptions): RunPage {
  let isOver = false;
  const fail = (error: unknown) => {
    const isExplained = error instanceof CovermainError;
    logLine(
      isExplained ? error.message : `Cannot serve the live page: ${messageOf(error)}. The run goes on.`,
    );
  };
  const serving = serve().catch(fail);

  async function serve(): Promise<PageServer | undefined> {
    const { servePage } = await import('./serve-page.js');
    if (isOver) return undefined;
    const { root, id, directory } = run;
    return servePage({
      root,
      run: id,
      directory,
      config,
      environment,
      logLine,
      printAddress: (address) => logLine(`live page: ${address}`),
    });
  }

  return {
    async end() {
      isOver = true;
      const server = await serving;
      await server?.end().catch(fail);
    },
  };
}
