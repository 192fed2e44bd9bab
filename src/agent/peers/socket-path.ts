/**
 * Where private sockets are: a folder that only their owner may enter, with a socket for each agent that lives. Its
 * name tells when the process began, which it is and, by a few digits, of which run: so agents are sorted and chosen
 * before any is spoken to.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../platform/crypto.js';

export interface SocketDirectory {
  /** Absolute path, with a separator at its end. */
  readonly path: string;
  /** What the names of the project's sockets begin with, where others' are beside them. */
  readonly prefix: string;
  /** Where it is made: in the project, in a folder where anybody makes some, or by the system. */
  readonly kind: 'project' | 'temporary' | 'pipes';
}

/** What the name of a socket tells. */
export interface SocketName {
  readonly pid: number;
  /** When the process began to count: milliseconds since 1970. */
  readonly start: number;
  /** As `runTagOf` has it. */
  readonly runTag: string;
}

export interface SocketEntry extends SocketName {
  /** Absolute path of the socket. */
  readonly path: string;
}

const PROJECT_FOLDER = '.covermain';
const PIPES = '\\\\.\\pipe\\';
const NAME = /^([0-9a-z]{1,11})-(\d{1,10})-([0-9a-f]{6})\.sock$/;

/**
 * Where sockets of a project may be, the best first: a path may be too long, or a folder read-only, so that the next
 * is taken.
 *
 * @param root absolute path
 */
export function socketDirectoriesOf(
  root: string,
  platform: NodeJS.Platform = process.platform,
): readonly SocketDirectory[] {
  const project = hashOf(root, 12);
  if (platform === 'win32') return [{ path: PIPES, prefix: `covermain-${project}-`, kind: 'pipes' }];
  // Where all look, first: TMPDIR may be another for the app than for who looks for it, and may be long, too.
  const temporary = [...new Set(['/tmp', tmpdir()])].map((folder) =>
    join(folder, `covermain-${uid()}-${project}`),
  );
  return [
    { path: join(root, PROJECT_FOLDER, '/'), prefix: '', kind: 'project' },
    ...temporary.map((path): SocketDirectory => ({ path: join(path, '/'), prefix: '', kind: 'temporary' })),
  ];
}

/** The longest path that a Unix socket may have, in bytes: the systems keep room for so many. */
export function longestSocketPath(platform: NodeJS.Platform = process.platform): number {
  if (platform === 'win32') return 256;
  return platform === 'linux' ? 107 : 103;
}

export function socketPathOf({ path, prefix }: SocketDirectory, { pid, start, runTag }: SocketName): string {
  return `${path}${prefix}${start.toString(36)}-${pid}-${runTag}.sock`;
}

/** Six digits that stand for a run: its id is too long for a path. */
export function runTagOf(runId: string): string {
  return hashOf(runId, 6);
}

/** All sockets of a project, of the living and the dead, those that began first in front; other files are passed over. */
export function listSockets(root: string): readonly SocketEntry[] {
  return socketDirectoriesOf(root).flatMap(listFolder).sort(compareSockets);
}

/** By start; every process has the same order. */
export function compareSockets(a: SocketName, b: SocketName): number {
  return a.start - b.start || a.pid - b.pid;
}

/** What the path of a socket tells; `undefined` for one that is not ours. */
export function parseSocketPath(path: string): SocketEntry | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const [, start, pid, runTag] = NAME.exec(name.replace(/^covermain-[0-9a-f]{12}-/, '')) ?? [];
  if (start === undefined || pid === undefined || runTag === undefined) return undefined;
  return { path, pid: Number(pid), start: Number.parseInt(start, 36), runTag };
}

/** Whether a path is a folder of our own, and no link to one. */
export function isOwnDirectory(path: string): boolean {
  // With a separator at its end, a link would be followed.
  const stats = lstatSync(path.replace(/\/$/, ''));
  return stats.isDirectory() && stats.uid === uid();
}

function listFolder(folder: SocketDirectory): readonly SocketEntry[] {
  return namesIn(folder)
    .filter((name) => name.startsWith(folder.prefix))
    .map((name) => parseSocketPath(`${folder.path}${name}`))
    .filter((entry) => entry !== undefined);
}

function namesIn({ path, kind }: SocketDirectory): readonly string[] {
  try {
    // Anybody may have made the temporary one, to be asked in our place.
    return kind === 'temporary' && !isOwnDirectory(path) ? [] : readdirSync(path);
  } catch (error) {
    // Who may not read it has no socket there, and neither has who sees a file in its place.
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return [];
    throw error;
  }
}

/** The user that this process acts as; on Windows, where it has none, 0. */
function uid(): number {
  return process.geteuid?.() ?? 0;
}

function hashOf(text: string, digits: number): string {
  return sha256(text).slice(0, digits);
}
