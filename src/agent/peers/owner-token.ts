/**
 * The token of a port without `COVER_TOKEN`: a file that only the owner of the run can read. It proves that a client acts
 * for the owner. The process that has bound the port writes the file, and removes it when it ends.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../platform/errors.js';
import { isPrivateDirectory } from '../../platform/private-files.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { makePrivate } from './private-directory.js';
import { listSockets, type SocketEntry, socketDirectoriesOf } from './socket-path.js';

/** 256 bits. */
const TOKEN_BYTES = 32;
const EXTENSION = '.token';

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
        const token = randomBytes(TOKEN_BYTES).toString('base64url');
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
 * Removes the token files of a project that killed processes have left, unless an agent may be running: then it is not
 * known whose they are.
 *
 * @param root absolute path of the project
 * @param hasEnded returns whether the process of a socket has ended
 */
export function removeAbandonedTokens(root: string, hasEnded: (socket: SocketEntry) => boolean): void {
  if (!listSockets(root).every(hasEnded)) return;
  for (const { path, kind } of socketDirectoriesOf(root)) {
    if (kind === 'pipes') continue;
    try {
      if (!isPrivateDirectory(path)) continue;
      for (const name of readdirSync(path))
        if (name.endsWith(EXTENSION)) rmSync(join(path, name), { force: true });
    } catch {
      // There is no such directory, or it belongs to another user now. No process accepts its tokens any more.
    }
  }
}
