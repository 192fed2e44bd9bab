/** The one port of a run: whichever process binds it first answers for all, and another takes over once it has ended. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../platform/errors.js';
import type { HttpControl } from '../../settings/run-context.js';
import { describePortHolder, findPortHolder, type PortHolder } from './port-holder.js';

/** Milliseconds until a port that is taken is tried again. */
const AGAIN = 1_000;

export interface RunPortOptions extends HttpControl {
  readonly createServer: () => Server;
  /** Whether another process of this run has the port, which is as it should be. */
  readonly isPeer: (holder: PortHolder) => boolean | Promise<boolean>;
  /** Is told once why the port is not bound. */
  readonly logLine: (line: string) => void;
}

export interface RunPort {
  /** The URL, while it is bound. */
  url(): string | null;
  /** Why it is not bound, where that was said. */
  failure(): string | undefined;
}

export function openRunPort(options: RunPortOptions): RunPort {
  let url: string | null = null;
  let failure: string | undefined;
  let attempts = 0;
  let isExplained = false;
  const explain = async (error: NodeJS.ErrnoException) => {
    if (isExplained) return;
    isExplained = true;
    const holder = error.code === 'EADDRINUSE' ? await findPortHolder(options) : undefined;
    if (holder && (await options.isPeer(holder))) return;
    if (url !== null) return;
    // It may have just ended.
    if (holder && holder.pid === undefined && attempts === 1) {
      isExplained = false;
      return;
    }
    const why = holder ? `it is taken by ${describePortHolder(holder)}` : messageOf(error);
    failure =
      `no HTTP on ${options.host}, port ${options.port}: ${why}; the program runs on, \`covermain list\` finds it, ` +
      'and COVERAGE_HTTP_PORT chooses another port';
    options.logLine(failure);
  };
  const bind = () => {
    attempts += 1;
    const server = options.createServer();
    const retry = (error: NodeJS.ErrnoException) => {
      explain(error).catch((why) => options.logLine(messageOf(why)));
      setTimeout(bind, AGAIN);
    };
    server.once('error', retry);
    server.listen({ port: options.port, host: options.host, exclusive: true }, () => {
      url = urlOf(server.address() as AddressInfo);
      failure = undefined;
      server.off('error', retry).on('error', (error) => options.logLine(messageOf(error)));
    });
  };
  bind();
  return { url: () => url, failure: () => failure };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
