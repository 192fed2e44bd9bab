/**
 * The token of a port without `COVER_TOKEN`: a file that only the owner of the run can read. It proves that a client acts
 * for the owner. The process that has bound the port writes the file, and removes it when it ends.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from '../../platform/crypto.js';
import { messageOf } from '../../platform/errors.js';
import { isPrivateDirectory } from '../../platform/foreign-access.js';
import { isRunning } from '../../platform/is-running.js';
import { readRegularFile } from '../../platform/regular-files.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { makePrivate } from './private-directory.js';
import { listSockets, type SocketEntry, socketDirectoriesOf } from './socket-path.js';

/** 256 bits. */
const TOKEN_BYTES = 32;
const EXTENSION = '.token';

/** Matches a token: it begins with the pid of the process that accepts it. */
const TOKEN = /^(\d{1,10})\.[\w-]+\s*$/;
const MAX_TOKEN_BYTES = 1000;

export interface OwnerToken {
  /** Returns the token after its file was written. */
  token(): string | undefined;
  /** Returns the absolute path of the file after it was written. */
  path(): string | undefined;
  /** Writes the file, in the first directory that only this user can enter. @throws Error if there is none */
  write(port: number): void;
}

/** Creates a token. @param root absolute path of the project */
export function createOwnerToken(root: string): OwnerToken {
  let written: { readonly token: string; readonly path: string } | undefined;
  return {
    token: () => written?.token,
    path: () => written?.path,
    write(port) {
      const refusals: string[] = [];
      for (const directory of socketDirectoriesOf(root).filter(({ kind }) => kind !== 'pipes')) {
        const path = join(directory.path, `${port}${EXTENSION}`);
        const token = `${process.pid}.${randomBytes(TOKEN_BYTES).toString('base64url')}`;
        try {
          makePrivate(directory);
          writeAtomically(path, `${token}\n`);
          written = { token, path };
          return;
        } catch (error) {
          refusals.push(`${path}: ${messageOf(error)}`);
        }
      }
      throw new Error(refusals.join('; ') || 'this system has no private directories');
    },
  };
}

/**
 * Removes the token files of a project that killed processes have left. Keeps those of processes that are running, and those
 * of processes with a socket: they may run in a container, whose pids differ.
 *
 * @param root absolute path of the project
 * @param hasEnded returns whether the process of a socket has ended
 */
export function removeAbandonedTokens(root: string, hasEnded: (socket: SocketEntry) => boolean): void {
  const withSocket = new Set(
    listSockets(root)
      .filter((socket) => !hasEnded(socket))
      .map(({ pid }) => pid),
  );
  const isAbandoned = (path: string) => {
    const pid = pidIn(path);
    return pid !== undefined && !withSocket.has(pid) && !isRunning(pid);
  };
  for (const { path, kind } of socketDirectoriesOf(root)) {
    if (kind === 'pipes') continue;
    try {
      if (!isPrivateDirectory(path)) continue;
      for (const name of readdirSync(path).filter((one) => one.endsWith(EXTENSION)))
        if (isAbandoned(join(path, name))) rmSync(join(path, name), { force: true });
    } catch {
      // There is no such directory, or it belongs to another user now. No process accepts its tokens any more.
    }
  }
}

/** Returns the pid of the process that accepts the token in a file; `undefined` if the file contains no token. */
function pidIn(path: string): number | undefined {
  try {
    const [, pid] = TOKEN.exec(readRegularFile(path, MAX_TOKEN_BYTES).toString()) ?? [];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined; // its process has just removed it
  }
}
