/** Finds the process that has bound a port, as far as possible. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isOwn, isRoot } from '../../platform/owners.js';
import { redactArguments } from '../../platform/redact-arguments.js';
import { hasFields, isPid } from '../../platform/value-checks.js';
import type { HttpSettings } from '../../settings/http.js';
import { isRunId } from '../../settings/run-id.js';
import { parseAnswer } from '../peers/agent-answers.js';

/** Milliseconds that the holder has to return its status. */
const STATUS_TIMEOUT = 1_000;

/** Maximum length of a command in a warning. */
const COMMAND_LENGTH = 120;

/** Known facts about the process that has bound a port. */
export interface PortHolder {
  readonly pid?: number;
  /** Id of its run, if covermain measures it. */
  readonly run?: string;
  /** Its command, without recognized secrets. */
  readonly command?: string;
  /** Id of its user, if that is another one. */
  readonly user?: number;
}

/**
 * Returns a description of the process that has bound a port, as complete as possible. A status that it sends may be
 * forged, so the socket tables decide if this system has them.
 */
export async function findPortHolder(control: HttpSettings): Promise<PortHolder> {
  const sockets = LISTEN_TABLES.flatMap((table) => listeningSockets(table, control.port));
  const [user] = sockets.map((socket) => socket.user);
  if (user !== undefined && sockets.every((socket) => isForeign(socket.user))) return { user };
  const status = await askStatus(control);
  const pid = pidWithSocket(sockets.map(({ link }) => link));
  if (pid === undefined) return status ? { pid: status.pid, run: status.run } : {};
  const command = commandOf(pid);
  return status?.pid === pid ? { pid, run: status.run, command } : { pid, command };
}

/** Returns a phrase that follows "taken by". The command in it comes from another program. */
export function describePortHolder({ pid, run, command, user }: PortHolder): string {
  if (user !== undefined) return `a process of another user (id ${user})`;
  if (pid === undefined) return 'a process that this user cannot see';
  return `process ${pid}${run === undefined ? '' : ' of another covermain run'}${command ? ` (${command})` : ''}`;
}

/**
 * Asks the holder for its status. Returns `undefined` if a token is set, because another program on the port would
 * receive the token.
 */
async function askStatus({ host, port, token }: HttpSettings): Promise<KnownHolder | undefined> {
  if (token !== null) return undefined;
  try {
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    const answer = await fetch(`http://${name}:${port}/v1/cover/status?process=self`, {
      signal: AbortSignal.timeout(STATUS_TIMEOUT),
      redirect: 'error',
    });
    return answer.ok ? parseAnswer(await readText(answer), isHolder) : undefined;
  } catch {
    return undefined; // the program on the port is not an agent
  }
}

type KnownHolder = Required<Pick<PortHolder, 'pid' | 'run'>>;

function isHolder(value: unknown): value is KnownHolder {
  return hasFields(value, { pid: isPid, run: isRunId });
}

/** Maximum length of a status. The program on the port may be any. */
const STATUS_LIMIT = 2 ** 20;

/** @throws Error if the text is longer than the limit */
async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > STATUS_LIMIT) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The socket tables of Linux. */
const LISTEN_TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];

interface ListeningSocket {
  /** In the format of the links in `/proc/<pid>/fd`. */
  readonly link: string;
  /** Id of the user who opened it. */
  readonly user: number;
}

/** Returns the listening sockets of a port; none on systems without these tables. */
function listeningSockets(table: string, port: number): readonly ListeningSocket[] {
  const LISTENING = '0A';
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return textOf(table)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === LISTENING)
    .map((fields) => ({ link: `socket:[${fields[9]}]`, user: Number(fields[7]) }));
}

/** Whether a socket belongs to a user whose processes this user cannot see. */
function isForeign(user: number): boolean {
  return !isRoot() && !isOwn({ uid: user });
}

/** Returns the pid of the process that has one of these sockets open; `undefined` if it belongs to another user. */
function pidWithSocket(links: readonly string[]): number | undefined {
  if (links.length === 0) return undefined;
  return list('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => list(`/proc/${pid}/fd`).some((fd) => links.includes(linkOf(`/proc/${pid}/fd/${fd}`))));
}

function commandOf(pid: number): string {
  const args = textOf(`/proc/${pid}/cmdline`).replace(/\0$/, '').split('\0');
  return redactArguments(args).join(' ').trim().slice(0, COMMAND_LENGTH);
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
