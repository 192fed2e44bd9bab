/** Who has a port that we wanted, as far as that can be known. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { HttpControl } from '../../settings/run-context.js';
import type { ProcessStatus } from '../peers/process-status.js';

/** Milliseconds that the holder has to say who it is. */
const PATIENCE = 1_000;

/** What is known of it. */
export interface PortHolder {
  readonly pid?: number;
  /** The id of its run, where it is measured, too. */
  readonly run?: string;
  readonly command?: string;
}

export async function findPortHolder(control: HttpControl): Promise<PortHolder> {
  const status = await askStatus(control);
  if (status) return { pid: status.pid, run: status.run, command: status.argv.join(' ') };
  const pid = pidListeningOn(control.port);
  return pid === undefined ? {} : { pid, command: commandOf(pid) };
}

/** A phrase to go behind "taken by". What a stranger calls itself does nothing to a terminal, and is one line. */
export function describePortHolder({ pid, run, command = '' }: PortHolder): string {
  if (pid === undefined) return 'a process that is not ours to see';
  const name = command.replace(/\p{Cc}+/gu, ' ');
  return `process ${pid}${run === undefined ? '' : ' of another run of covermain'} (${name})`;
}

/** Not where a token is needed: whoever has taken the port in our place would be given it. */
async function askStatus({ host, port, token }: HttpControl): Promise<ProcessStatus | undefined> {
  if (token !== null) return undefined;
  try {
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    const answer = await fetch(`http://${name}:${port}/v1/cover/status?process=self`, {
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    });
    const status = (await answer.json()) as Partial<ProcessStatus>;
    return answer.ok && Array.isArray(status.argv) && typeof status.pid === 'number'
      ? (status as ProcessStatus)
      : undefined;
  } catch {
    return undefined; // it speaks another language
  }
}

/** By Linux's tables of sockets; elsewhere, and where the process is another user's, nothing is known. */
function pidListeningOn(port: number): number | undefined {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningSockets(table, port));
  if (sockets.length === 0) return undefined;
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => list(`/proc/${pid}/fd`).some((fd) => sockets.includes(linkOf(`/proc/${pid}/fd/${fd}`))));
}

/** As links of `/proc/<pid>/fd` name them. */
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

function list(folder: string): readonly string[] {
  return attempt(() => readdirSync(folder)) ?? [];
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
    return undefined; // another user's, or gone meanwhile
  }
}
