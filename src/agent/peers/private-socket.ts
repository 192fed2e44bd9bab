/** Makes a server listen where only its owner can reach it, and where the commands look for it. */
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:net';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { isListening } from './agent-client.js';
import {
  isOwnDirectory,
  longestSocketPath,
  runTagOf,
  type SocketDirectory,
  socketDirectoriesOf,
  socketPathOf,
} from './socket-path.js';

export interface PrivateSocket {
  /** The project's, absolute. */
  readonly root: string;
  /** The id of the run. */
  readonly run: string;
  readonly pid: number;
  /** When the process began to count: milliseconds since 1970. */
  readonly start: number;
}

const OWNER_ONLY = { folder: 0o700, file: 0o600 };

/**
 * Listens in the first folder that has room for a socket. Closing the server removes the file, and so does the end of
 * the thread; only a process that is killed leaves it behind, for whoever finds it.
 *
 * @param server of HTTP or not, which does not listen yet
 * @returns the absolute path of the socket
 * @throws CovermainError `AGENT_FAILED` where no folder will do
 */
export async function listenPrivately(
  server: Server,
  socket: PrivateSocket,
): Promise<{ readonly path: string }> {
  const { root, run, pid, start } = socket;
  const name = { pid, start, runTag: runTagOf(run) };
  const refusals: string[] = [];
  for (const folder of socketDirectoriesOf(root)) {
    const path = socketPathOf(folder, name);
    try {
      await listenIn(folder, path, server);
      return { path };
    } catch (error) {
      refusals.push(`${path}: ${messageOf(error)}`);
    }
  }
  throw new CovermainError(
    'AGENT_FAILED',
    `covermain's commands will not find process ${pid}, since no private socket can be made ` +
      `(${refusals.join('; ')}): set TMPDIR to a folder that can be written and has a short path`,
  );
}

async function listenIn(folder: SocketDirectory, path: string, server: Server): Promise<void> {
  const longest = longestSocketPath();
  if (Buffer.byteLength(path) > longest) throw new Error(`the path has more than ${longest} bytes`);
  if (folder.kind !== 'pipes') makePrivate(folder);
  if (await isListening(path)) throw new Error('another process listens there');
  if (folder.kind !== 'pipes') rmSync(path, { force: true });
  await listen(server, path);
  if (folder.kind === 'pipes') return;
  try {
    // Nobody else could have come so far: they cannot enter the folder.
    chmodSync(path, OWNER_ONLY.file);
  } catch (error) {
    await new Promise((resolve) => server.close(resolve));
    throw error;
  }
}

/** Makes a folder that only we may enter; one that is there has to be ours. */
function makePrivate({ path, kind }: SocketDirectory): void {
  makeUnlessThere(() => mkdirSync(path, { mode: OWNER_ONLY.folder }));
  if (!isOwnDirectory(path)) throw new Error('there is something in its place that is no folder of ours');
  chmodSync(path, OWNER_ONLY.folder);
  // Some file systems take the mode, and keep none.
  if ((statSync(path).mode & 0o077) !== 0) throw new Error('its folder stays open to others');
  if (kind === 'project') makeUnlessThere(() => writeFileSync(`${path}.gitignore`, '*\n', { flag: 'wx' }));
}

function makeUnlessThere(make: () => void): void {
  try {
    make();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      server.off('error', settle).off('listening', settle);
      if (error) reject(error);
      else resolve();
    };
    server.once('error', settle).once('listening', settle);
    // Exclusive: in a cluster's worker, its primary would listen instead.
    server.listen({ path, exclusive: true });
  });
}
