/** Serves the live page of a run, and shows it to the user. */
import { setTimeout as delay } from 'node:timers/promises';
import { logOnce } from '../collect/log-once.js';
import { openLiveServer } from '../live/live-server.js';
import { openRunModel } from '../live/open-run-model.js';
import type { RunModelOptions } from '../live/run-model.js';
import { describeUnexpected } from '../platform/unexpected-error.js';
import { type ShowPageOptions, showPage } from './show-page.js';

export interface ServePageOptions
  extends Omit<ShowPageOptions, 'address' | 'directory'>,
    Pick<RunModelOptions, 'root' | 'run' | 'directory' | 'config'> {
  /** @default a port that the system chooses */
  readonly port?: number;
}

export interface PageServer {
  /** Shows the final profile to connected pages, and closes. Takes at most `FINAL_TIME`. */
  readonly end: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Maximum number of milliseconds for reading the final profile while pages are connected. */
const FINAL_TIME = 3_000;

/** Starts the server, prints its address and opens a browser. @throws CovermainError `PORT_NOT_BOUND` */
export async function servePage(options: ServePageOptions): Promise<PageServer> {
  // The same error may happen at each reading of the counters.
  const logFailure = logOnce(options.logLine);
  const onFailure = (error: unknown) => {
    for (const line of describeUnexpected(error)) logFailure(line);
  };
  const model = openRunModel({ ...options, onFailure });
  let viewers = 0;
  let forget = () => {};
  const onViewers = (count: number) => {
    viewers = count;
    forget();
  };
  const server = await openLiveServer({ model, onViewers, onFailure, port: options.port ?? 0 }).catch(
    (error: unknown) => {
      model.close();
      throw error;
    },
  );
  forget = showPage({ ...options, address: server.url });
  const close = async () => {
    forget();
    await server.close();
    model.close();
  };
  return {
    close,
    async end() {
      const cancel = new AbortController();
      const limit = delay(FINAL_TIME, undefined, { signal: cancel.signal });
      try {
        if (viewers > 0) await Promise.race([model.end(), limit]);
      } finally {
        limit.catch(() => {}); // aborted
        cancel.abort();
        await close();
      }
    },
  };
}
