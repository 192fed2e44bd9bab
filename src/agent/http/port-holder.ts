/** Finds the process that has bound a port, as far as possible. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { HttpControl } from '../../settings/run-context.js';
import type { ProcessStatus } from '../peers/process-status.js';

/** Milliseconds that the holder has to return its status. */
const STATUS_TIMEOUT = 1_000;

/** Known facts about the process that has bound a port. */
export interface PortHolder {
  readonly pid?: number;
  /** Id of its run, if covermain measures it. */
  readonly run?: string;
  readonly command?: string;
}

/** Returns a description of the process that has bound a port, as complete as possible. */
export async function findPortHolder(control: HttpControl): Promise<PortHolder> {
  const status = await askStatus(control);
  if (status) return { pid: status.pid, run: status.run, command: status.argv.join(' ') };
  const pid = pidListeningOn(control.port);
  return pid === undefined ? {} : { pid, command: commandOf(pid) };
}

/** Returns a phrase that follows "taken by". Removes control characters, because the command comes from another program. */
export function describePortHolder({ pid, run, command = '' }: PortHolder): string {
  if (pid === undefined) return 'a process that this user cannot see';
  const name = command.replace(/\p{Cc}+/gu, ' ');
  return `process ${pid}${run === undefined ? '' : ' of another covermain run'} (${name})`;
}

/**
 * Asks the holder for its status. Returns `undefined` if a token is set, because another program on the port would
 * receive the token.
 */
async function askStatus({ host, port, token }: HttpControl): Promise<ProcessStatus | undefined> {
  if (token !== null) return undefined;
  try {
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    const answer = await fetch(`http://${name}:${port}/v1/cover/status?process=self`, {
      signal: AbortSignal.timeout(STATUS_TIMEOUT),
      redirect: 'error',
    });
    const status = (await answer.json()) as Partial<ProcessStatus>;
    return answer.ok && Array.isArray(status.argv) && typeof status.pid === 'number'
      ? (status as ProcessStatus)
      : undefined;
  } catch {
    return undefined; // the program on the port is not an agent
  }
}

/**
 * Returns the pid of the process that listens on a port, from the socket tables of Linux. Returns `undefined` on other
 * systems, and if the process belongs to another user.
 */
function pidListeningOn(port: number): number | undefined {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port));
  if (sockets.length === 0) return undefined;
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => list(`/proc/${pid}/fd`).some((fd) => sockets.includes(linkOf(`/proc/${pid}/fd/${fd}`))));
}

/** Returns the listening sockets of a port, in the format of the links in `/proc/<pid>/fd`. */
function listeningSockets(table: string, port: number): readonly string[] {
  const LISTENING = '0A';
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return textOf(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTENING)
    .map((fields) => `socket:[${fields[9]}]`);
}

function commandOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`).split('\0').join(' ').trim();
}

function list(directory: string): readonly string[] {
  return attempt(() => readdirSync(directory)) ?? [];
}

function textOf(file: string): string {
  return attempt(() => readFileSync(file, 'utf8')) ?? '';
}

function linkOf(path: string): string {
  return attempt(() => readlinkSync(path)) ?? '';
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined; // it belongs to another user, or has ended meanwhile
  }
}
