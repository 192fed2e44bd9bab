/** Binds the port of a run: the first process to bind it answers for all, and another takes over after it has ended. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../platform/errors.js';
import type { HttpSettings } from '../../settings/http.js';
import { urlOfAddress } from './addresses.js';
import { describePortHolder, findPortHolder, type PortHolder } from './port-holder.js';

/** Milliseconds until the next attempt to bind a port that is taken. */
const RETRY_DELAY = 1_000;

/** Number of searches for the holder of the port after which it is reported as unknown. Each finds none if it has just ended. */
const MAX_SEARCHES = 3;

export interface RunPortOptions extends HttpSettings {
  readonly createServer: () => Server;
  /** Returns whether the holder is another process of this run, which needs no warning. */
  readonly isPeer: (holder: PortHolder) => boolean | Promise<boolean>;
  /** Called with the port and its URL after it is bound. */
  readonly onBound: (port: number, url: string) => void;
  /** Called once with the reason why the port is not bound. */
  readonly logLine: (line: string) => void;
}

export interface RunPort {
  /** Returns the URL while this process has bound the port. */
  url(): string | null;
  /** Returns the warning that was logged because the port is not bound. */
  failure(): string | undefined;
}

/** Tries to bind the port until it succeeds. */
export function openRunPort(options: RunPortOptions): RunPort {
  let url: string | null = null;
  let failure: string | undefined;
  let searches = 0;
  let isExplained = false;
  const explain = async (error: NodeJS.ErrnoException) => {
    if (isExplained) return;
    isExplained = true;
    const holder = error.code === 'EADDRINUSE' ? await findPortHolder(options) : undefined;
    if (holder && (await options.isPeer(holder))) return;
    if (url !== null) return;
    searches += 1;
    if (holder && !isKnown(holder) && searches < MAX_SEARCHES) {
      isExplained = false; // the next attempt searches again
      return;
    }
    const reason = holder ? `the port is taken by ${describePortHolder(holder)}` : messageOf(error);
    failure =
      `Cannot serve HTTP on ${options.host}, port ${options.port}: ${reason}. ` +
      'The program continues, and `covermain list` finds it. Set COVERAGE_HTTP_PORT to another port.';
    options.logLine(failure);
  };
  const bind = () => {
    const server = options.createServer();
    const retry = (error: NodeJS.ErrnoException) => {
      explain(error).catch((failed) => options.logLine(messageOf(failed)));
      setTimeout(bind, RETRY_DELAY);
    };
    server.once('error', retry);
    server.listen({ port: options.port, host: options.host, exclusive: true }, () => {
      const address = server.address() as AddressInfo;
      url = urlOfAddress(address);
      options.onBound(address.port, url);
      failure = undefined;
      server.off('error', retry).on('error', (error) => options.logLine(messageOf(error)));
    });
  };
  bind();
  return { url: () => url, failure: () => failure };
}

function isKnown({ pid, user }: PortHolder): boolean {
  return pid !== undefined || user !== undefined;
}
