/** Makes a server listen on a private socket: only its user can connect to it, and the commands can find it. */
import { chmodSync, rmSync } from 'node:fs';
import type { Server } from 'node:net';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { isListening } from './agent-client.js';
import { makePrivate } from './private-directory.js';
import {
  longestSocketPath,
  runTagOf,
  type SocketDirectory,
  socketDirectoriesOf,
  socketPathOf,
} from './socket-path.js';

export interface PrivateSocket {
  /** Absolute path of the project. */
  readonly root: string;
  /** Id of the run. */
  readonly run: string;
  readonly pid: number;
  /** Start of the process, in milliseconds since 1970. */
  readonly start: number;
}

/** Mode that gives access to the owner only. */
const OWNER_ONLY = 0o600;

/**
 * Listens in the first directory that a socket can be created in. Closing the server removes the socket file, and so does
 * the end of the thread. Only a killed process leaves the file; the next process that finds it removes it.
 *
 * @param server any server that does not listen yet
 * @returns the absolute path of the socket
 * @throws CovermainError `AGENT_FAILED` if no directory can be used
 */
export async function listenPrivately(
  server: Server,
  socket: PrivateSocket,
): Promise<{ readonly path: string }> {
  const { root, run, pid, start } = socket;
  const name = { pid, start, runTag: runTagOf(run) };
  const refusals: string[] = [];
  for (const directory of socketDirectoriesOf(root)) {
    const path = socketPathOf(directory, name);
    try {
      await listenIn(directory, path, server);
      return { path };
    } catch (error) {
      refusals.push(`${path}: ${messageOf(error)}`);
    }
  }
  throw new CovermainError(
    'AGENT_FAILED',
    `Cannot create a private socket for process ${pid}, so covermain commands will not find it ` +
      `(${refusals.join('; ')}). Set TMPDIR to a writable directory with a short path.`,
  );
}

async function listenIn(directory: SocketDirectory, path: string, server: Server): Promise<void> {
  const longest = longestSocketPath();
  if (Buffer.byteLength(path) > longest) throw new Error(`the path is longer than ${longest} bytes`);
  if (directory.kind !== 'pipes') makePrivate(directory);
  if (await isListening(path)) throw new Error('another process listens on it');
  if (directory.kind !== 'pipes') rmSync(path, { force: true });
  await listen(server, path);
  if (directory.kind === 'pipes') return;
  try {
    // The mode is not set too late: other users cannot enter the directory.
    chmodSync(path, OWNER_ONLY);
  } catch (error) {
    await new Promise((resolve) => server.close(resolve));
    throw error;
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
    // Without `exclusive`, the primary of a cluster would listen for its worker.
    server.listen({ path, exclusive: true });
  });
}
