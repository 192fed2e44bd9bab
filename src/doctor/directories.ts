/** Whether all can be written that a run writes. */
import { existsSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { socketFoldersOf } from '../agent/socket-path.js';
import { messageOf } from '../errors.js';
import { type Check, type Finding, ok, problem, warning } from './check.js';

export const directories: Check = {
  name: 'directories',
  async look({ root, run }) {
    const { directory, cache } = await run();
    const sockets = socketFoldersOf(root)[0];
    const findings = [
      lookAt(directory, (found) =>
        problem(`the profile directory ${found}`, 'set COVER_DIR to one that can be written'),
      ),
      ...(sockets?.kind === 'project'
        ? [
            lookAt(sockets.path, (found) =>
              warning(
                `the folder of private sockets ${found}; they go to a temporary folder instead`,
                'make it writable, so that commands surely find what is measured',
              ),
            ),
          ]
        : []),
      ...(cache === null
        ? []
        : [
            lookAt(cache, (found) =>
              warning(
                `the cache ${found}, so each process instruments all files anew`,
                'make it writable, or set COVER_CACHE=off',
              ),
            ),
          ]),
      lookAtSpace(freeBytes(directory), directory),
    ].filter((finding) => finding !== undefined);
    if (findings.length > 0) return findings;
    return [ok(`${dirname(directory)} can be written, as can ${cache ?? 'all else (there is no cache)'}`)];
  },
};

/** Milliseconds of a busy run may need as much. */
const LEAST_FREE = 16 * 2 ** 20;

/** Whether a disk has room for profiles. @param free bytes */
export function lookAtSpace(free: number, directory: string): Finding | undefined {
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
