/** The one port of a run: whichever process binds it first answers for all, and another takes over once it has ended. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../errors.js';
import type { HttpControl } from '../run-context.js';
import { describeHolder } from './port-holder.js';

/** Milliseconds until a port that is taken is tried again. */
const AGAIN = 1_000;

export interface PortOptions extends HttpControl {
  readonly createServer: () => Server;
  /** Whether another process of this run has the port, which is as it should be. */
  readonly isHeldByPeer: () => Promise<boolean>;
  /** Is told once why the port is not bound. */
  readonly say: (line: string) => void;
}

export interface Port {
  /** The URL, while it is bound. */
  url(): string | null;
}

export function openPort(options: PortOptions): Port {
  let url: string | null = null;
  let hasSaid = false;
  const complain = async (error: unknown) => {
    if (hasSaid || (isTaken(error) && (await options.isHeldByPeer()))) return;
    hasSaid = true;
    options.say(await describe(options, error));
  };
  const bind = () => {
    const server = options.createServer();
    server.once('error', (error) => {
      void complain(error);
      setTimeout(bind, AGAIN);
    });
    server.listen(options.port, options.host, () => {
      url = urlOf(server.address() as AddressInfo);
      server.removeAllListeners('error').on('error', (error) => options.say(messageOf(error)));
    });
  };
  bind();
  return { url: () => url };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
}

async function describe({ host, port, token }: HttpControl, error: unknown): Promise<string> {
  const rest = 'the program runs on, and `covermain list` finds it; COVERAGE_HTTP_PORT chooses another port';
  if (!isTaken(error)) return `no HTTP on ${host}, port ${port}: ${messageOf(error)}; ${rest}`;
  const holder = await describeHolder({ host, port, token });
  return `no HTTP on ${host}, port ${port}: it is taken by ${holder}; ${rest}`;
}
