/**
 * Lets one collection at a time write to a directory. Two of them could each find no earlier reading of a process, and the one that
 * writes last could replace the later reading by the earlier one, after both were acknowledged.
 *
 * Each collection creates a file of its own, whose name identifies its process, and then looks for others. A file whose process has
 * ended can be removed at any time, because no later process has its name. So two collections never both succeed.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../platform/crypto.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { isRunning } from '../platform/is-running.js';
import { createPrivateFile } from '../platform/private-files.js';
import { startTickOf } from '../platform/process-table.js';
import { readRegularFile } from '../platform/regular-files.js';
import { isPid } from '../platform/value-checks.js';

/** Number of times to look whether another collection has ended: two that start at the same moment both step back. */
const ATTEMPTS = 4;

/** Milliseconds. Each attempt waits for a random part of it. */
const LONGEST_PAUSE = 200;

const MAX_LOCK_BYTES = 1_000;

const LOCK_NAME = /^collecting\.([0-9a-f]{16})\.(\d{1,10})\.(\d{1,20})\.[0-9a-f]{8}$/;

/**
 * Takes the right to write to a directory.
 *
 * @param directory absolute path of an existing directory
 * @returns a function that gives it back
 * @throws CovermainError `DIRECTORY_IN_USE`, `DIRECTORY_NOT_WRITABLE`
 */
export async function lockCollection(directory: string): Promise<() => void> {
  const name = `collecting.${machineOf()}.${process.pid}.${startTickOf(process.pid) ?? 0}.${randomBytes(4).toString('hex')}`;
  const path = join(directory, name);
  for (let attempt = 1; ; attempt++) {
    createLock(path);
    const other = findOther(directory, name);
    if (other === undefined) break;
    rmSync(path, { force: true });
    if (attempt === ATTEMPTS) throw inUse(directory, other);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE));
  }
  const release = () => {
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  return release;
}

function createLock(path: string): void {
  try {
    createPrivateFile(
      path,
      `A collection of process ${process.pid} on ${hostname()} writes to this directory.\n`,
    );
  } catch (error) {
    rmSync(path, { force: true });
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Choose a writable directory with -o.`,
      { cause: error },
    );
  }
}

/** Returns the name of the file of another collection that runs, and removes files of those that have ended. */
function findOther(directory: string, own: string): string | undefined {
  return readdirSync(directory).find((name) => {
    const [, machine, pid, tick] = LOCK_NAME.exec(name) ?? [];
    if (machine === undefined || name === own) return false;
    // Whether a process of another machine runs is unknown.
    if (machine !== machineOf() || isSameProcess(Number(pid), tick)) return true;
    rmSync(join(directory, name), { force: true });
    return false;
  });
}

function isSameProcess(pid: number, tick: string | undefined): boolean {
  return isPid(pid) && isRunning(pid) && (startTickOf(pid) ?? '0') === tick;
}

/** Identifies the processes among which pids are unique: those of a machine, or of a container. */
function machineOf(): string {
  return sha256(`${hostname()} ${pidNamespace()}`).slice(0, 16);
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return ''; // only Linux has them
  }
}

function inUse(directory: string, name: string): CovermainError {
  const path = join(directory, name);
  let holder = '';
  try {
    holder = ` (${readRegularFile(path, MAX_LOCK_BYTES).toString().trim()})`;
  } catch {
    // It ends just now.
  }
  return new CovermainError(
    'DIRECTORY_IN_USE',
    `Cannot collect into ${directory}: another collection writes to it${holder}. Wait until it ends, or choose another directory ` +
      `with -o. If it does not run any more, delete ${path}.`,
  );
}
