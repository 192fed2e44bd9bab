/**
 * Locates private sockets. They are in a directory that only their owner can enter, one socket for each running agent.
 * The name of a socket contains the start and the pid of its process and a short hash of its run, so agents can be sorted
 * and selected without connecting to them.
 */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../../platform/crypto.js';
import { ownerOf } from '../../platform/file-stats.js';
import { isPrivateDirectory } from '../../platform/foreign-access.js';
import { currentUser, isOwn } from '../../platform/owners.js';

export interface SocketDirectory {
  /** Absolute path with a trailing separator. */
  readonly path: string;
  /** Prefix of the names of this project's sockets, if sockets of other projects are in the same directory. */
  readonly prefix: string;
  /** Location: in the project, in a directory for temporary files, or among the named pipes of Windows. */
  readonly kind: 'project' | 'temporary' | 'pipes';
}

/** Information in the name of a socket. */
export interface SocketName {
  readonly pid: number;
  /** Start of the process, in milliseconds since 1970. */
  readonly start: number;
  /** Hash of the run's id, as `runTagOf` returns it. */
  readonly runTag: string;
}

export interface SocketEntry extends SocketName {
  /** Absolute path of the socket. */
  readonly path: string;
}

const PROJECT_DIRECTORY = '.covermain';
const PIPES = '\\\\.\\pipe\\';
const NAME = /^([0-9a-z]{1,11})-(\d{1,10})-([0-9a-f]{6})\.sock$/;

/**
 * Returns the directories that sockets of a project can be in, in order of preference. The next one is used if the path is
 * too long or the directory is read-only.
 *
 * @param root absolute path of the project
 */
export function socketDirectoriesOf(
  root: string,
  platform: NodeJS.Platform = process.platform,
): readonly SocketDirectory[] {
  const project = hashOf(root, 12);
  if (platform === 'win32') return [{ path: PIPES, prefix: `covermain-${project}-`, kind: 'pipes' }];
  // /tmp first: TMPDIR may be long, and may have another value in the process that looks for the socket.
  const temporary = [...new Set(['/tmp', tmpdir()])].map((directory) =>
    join(directory, `covermain-${currentUser() ?? 0}-${project}`),
  );
  return [
    { path: join(root, PROJECT_DIRECTORY, '/'), prefix: '', kind: 'project' },
    ...temporary.map((path): SocketDirectory => ({ path: join(path, '/'), prefix: '', kind: 'temporary' })),
  ];
}

/** Returns the maximum length of a socket's path in bytes. Operating systems limit it. */
export function longestSocketPath(platform: NodeJS.Platform = process.platform): number {
  if (platform === 'win32') return 256;
  return platform === 'linux' ? 107 : 103;
}

/** Returns the absolute path of a socket. */
export function socketPathOf({ path, prefix }: SocketDirectory, { pid, start, runTag }: SocketName): string {
  return `${path}${prefix}${start.toString(36)}-${pid}-${runTag}.sock`;
}

/** Returns six hexadecimal digits that identify a run: its id is too long for a path. */
export function runTagOf(runId: string): string {
  return hashOf(runId, 6);
}

/** Returns all sockets of a project, sorted by start, including those that ended processes have left. Ignores other files. */
export function listSockets(root: string): readonly SocketEntry[] {
  return socketDirectoriesOf(root).flatMap(listDirectory).sort(compareSockets);
}

/** Compares by start, then by pid, so that every process gets the same order. */
export function compareSockets(a: SocketName, b: SocketName): number {
  return a.start - b.start || a.pid - b.pid;
}

/** Parses the path of a socket. Returns `undefined` if it is not a socket of an agent. */
export function parseSocketPath(path: string): SocketEntry | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const [, start, pid, runTag] = NAME.exec(name.replace(/^covermain-[0-9a-f]{12}-/, '')) ?? [];
  if (start === undefined || pid === undefined || runTag === undefined) return undefined;
  return { path, pid: Number(pid), start: Number.parseInt(start, 36), runTag };
}

function listDirectory(directory: SocketDirectory): readonly SocketEntry[] {
  return namesIn(directory)
    .filter((name) => name.startsWith(directory.prefix))
    .map((name) => parseSocketPath(`${directory.path}${name}`))
    .filter((entry) => entry !== undefined)
    .filter(({ path }) => directory.kind === 'pipes' || isOwnFile(path));
}

/** Whether this user created a file. Another user may have put it there while the directory was open to others. */
function isOwnFile(path: string): boolean {
  const owner = ownerOf(path);
  return owner !== undefined && isOwn(owner);
}

function namesIn({ path, kind }: SocketDirectory): readonly string[] {
  try {
    // Another user may have created the directory to receive requests that are meant for an agent.
    return kind === 'pipes' || isPrivateDirectory(path) ? readdirSync(path) : [];
  } catch (error) {
    // A user who may not read the directory has no socket in it, and there is none if the path is a file.
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)) return [];
    throw error;
  }
}

function hashOf(text: string, digits: number): string {
  return sha256(text).slice(0, digits);
}
