/** Whether all can be written that a run writes. */
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { socketDirectoriesOf } from '../agent/peers/socket-path.js';
import { messageOf } from '../platform/errors.js';
import { type Check, type Finding, orOk, problem, warning } from './check.js';

export const directoriesCheck: Check = {
  name: 'directories',
  async look({ root, run }) {
    const { directory, cache } = await run();
    const findings = [
      lookAt(directory, unwritableProfile),
      ...socketDirectoriesOf(root)
        .filter(({ kind }) => kind === 'project')
        .map(({ path }) => lookAt(resolve(path), unwritableSockets)),
      ...(cache === null ? [] : [lookAt(cache, unwritableCache)]),
      checkFreeSpace(freeBytes(directory), directory),
    ].filter((finding) => finding !== undefined);
    const written = cache === null ? [dirname(directory)] : [dirname(directory), cache];
    return orOk(findings, `can be written: ${written.join(', ')}`);
  },
};

function unwritableProfile(found: string): Finding {
  return problem(`the profile directory ${found}`, 'set COVER_DIR to one that can be written');
}

function unwritableSockets(found: string): Finding {
  return warning(
    `the folder of private sockets ${found}: they go to a temporary folder`,
    'make it writable, so that commands surely find what is measured',
  );
}

function unwritableCache(found: string): Finding {
  return warning(
    `the cache ${found}: each process instruments all files anew`,
    'make it writable, or set COVER_CACHE=off',
  );
}

/** Bytes: what some flushes of a large program take. */
const LEAST_FREE = 16 * 2 ** 20;

/** Whether a disk has room for profiles. @param free bytes */
export function checkFreeSpace(free: number, directory: string): Finding | undefined {
  if (free >= LEAST_FREE) return undefined;
  const found = `${Math.round(free / 2 ** 20)} MB are left on the disk of ${directory}: profiles may not fit`;
  return problem(found, 'make room, or set COVER_DIR to another disk');
}

function lookAt(path: string, refused: (found: string) => Finding): Finding | undefined {
  const reason = reasonAgainst(path);
  return reason === undefined ? undefined : refused(`${path} cannot be written (${reason})`);
}

/** By trying: modes and owners do not tell of read-only disks, nor of users that may do everything. */
function reasonAgainst(path: string): string | undefined {
  try {
    const trial = mkdtempSync(join(existing(path), '.covermain-doctor-'));
    try {
      writeFileSync(join(trial, 'file'), 'text');
    } finally {
      rmSync(trial, { recursive: true, force: true });
    }
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(existing(path));
  return bavail * bsize;
}

/** The path itself, or the nearest folder above it that is there. */
function existing(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : existing(dirname(path));
}
