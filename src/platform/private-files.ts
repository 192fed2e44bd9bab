/**
 * Creates, opens and checks files and directories that only this user can change, whatever the umask. Windows has no
 * modes: files there inherit the access rights of their directory.
 */
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  type Stats,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { randomUUID } from './crypto.js';

const HAS_MODES = process.platform !== 'win32';

/** Modes that give access to the owner only. */
const OWNER_DIRECTORY = 0o700;
const OWNER_FILE = 0o600;

/** Bits of a mode that let the group or everybody write, and those that give them any access. */
const OTHERS_WRITE = 0o022;
const OTHERS_ACCESS = 0o077;

/** Windows has none of these flags. Without `O_NONBLOCK`, opening a named pipe would wait for its other end. */
const { O_RDONLY, O_WRONLY, O_CREAT, O_EXCL, O_APPEND } = constants;
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_DIRECTORY = 0 } = constants;

/** Start of the name of a file or directory that is still being written. Readers of profile directories ignore it. */
export const TEMPORARY_PREFIX = 'tmp.';

/** Returns the path of a temporary file with an unpredictable name. */
export function temporaryPathIn(directory: string): string {
  return join(directory, `${TEMPORARY_PREFIX}${randomUUID()}`);
}

/**
 * Creates a directory and its missing parents, each with mode 0700. Existing directories keep their modes.
 *
 * @param path absolute
 * @returns path of the first directory that was created, or `undefined` if all existed
 * @throws the error of `mkdir`
 */
export function createPrivateDirectory(path: string): string | undefined {
  try {
    return createPrivateSubdirectory(path) ? path : undefined;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    // Not `recursive`: with a umask such as 0777, this process cannot enter the parent until its mode is changed.
    const firstCreated = createPrivateDirectory(parent);
    return createPrivateSubdirectory(path) ? (firstCreated ?? path) : firstCreated;
  }
}

/**
 * Creates a directory with mode 0700 in an existing one.
 *
 * @returns false if the directory, or a link to one, exists
 * @throws the error of `mkdir`
 */
export function createPrivateSubdirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: OWNER_DIRECTORY });
  } catch (error) {
    // The code depends on the system: for the root directory, it may be EISDIR or EPERM.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    throw error;
  }
  // A umask only removes rights, so others have none. It may have removed the owner's.
  const isIncomplete = HAS_MODES && (lstatSync(path).mode & OWNER_DIRECTORY) !== OWNER_DIRECTORY;
  if (isIncomplete) chmodSync(path, OWNER_DIRECTORY);
  return true;
}

/**
 * Takes all access to a directory from other users.
 *
 * @throws Error if they keep it, because some file systems accept a mode and ignore it; the error of `open`
 */
export function restrictDirectory(path: string): void {
  restrict(path.replace(/(?<=.)\/+$/, ''), O_DIRECTORY, OWNER_DIRECTORY);
}

function restrict(path: string, flags: number, mode: number): void {
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | flags);
  try {
    fchmodSync(descriptor, mode);
    if ((fstatSync(descriptor).mode & OTHERS_ACCESS) !== 0) throw new Error('other users keep their access');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Takes all access from other users to the files and directories that another program has written below a directory, where
 * that is possible. Follows no links.
 */
export function restrictTree(directory: string): void {
  if (!HAS_MODES) return;
  try {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isFile()) restrict(path, 0, OWNER_FILE);
      if (!entry.isDirectory()) continue;
      restrictDirectory(path);
      restrictTree(path);
    }
  } catch {
    // A file was removed meanwhile, or the file system has no modes. Others cannot enter the directory above it.
  }
}

/**
 * Writes a new file with mode 0600.
 *
 * @throws the error of `open` or `write`; `EEXIST` if anything has the name, even a link that leads nowhere
 */
export function createPrivateFile(path: string, content: string | Uint8Array): void {
  const descriptor = openNewFile(path);
  try {
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

function openNewFile(path: string): number {
  const descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, OWNER_FILE);
  // The umask may have removed the owner's rights.
  const isIncomplete = HAS_MODES && (fstatSync(descriptor).mode & OWNER_FILE) !== OWNER_FILE;
  if (isIncomplete) fchmodSync(descriptor, OWNER_FILE);
  return descriptor;
}

/**
 * Opens a file to append to it, and creates it with mode 0600. An existing file becomes accessible to its owner only.
 * Links are not followed, because another user may have put them there: the text would go to a file of their choice.
 *
 * @returns its descriptor
 * @throws the error of `open`, such as `ELOOP` for a symbolic link; Error if it is not a file of this user alone
 */
export function openPrivateLog(path: string): number {
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
  const descriptor = openSync(path, flags, OWNER_FILE);
  try {
    const stats = fstatSync(descriptor);
    const defect = findLogDefect(stats);
    if (defect !== undefined) throw new Error(`${path} ${defect}`);
    if (HAS_MODES && (stats.mode & 0o777) !== OWNER_FILE && isOwn(stats)) restrictIfPossible(descriptor);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function findLogDefect(stats: Stats): string | undefined {
  if (!stats.isFile()) return 'is not a file';
  if (stats.nlink > 1) return 'has a second name, so it may be a file of another program';
  // A child of the run may be root. It may append to the log of the user who started the run.
  return isOwn(stats) || effectiveUser() === 0 ? undefined : `belongs to ${ownerOf(stats)}`;
}

/** File systems without modes refuse to change them. */
function restrictIfPossible(descriptor: number): void {
  try {
    fchmodSync(descriptor, OWNER_FILE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}

/** Whether only this user can change a directory: see `findForeignAccess`. False if there is none. */
export function isPrivateDirectory(path: string): boolean {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return isThere && findForeignAccess(path) === undefined;
}

/**
 * Returns why others can change the content of a directory, such as "others can write to it (mode 0777)"; `undefined` if
 * only this user can.
 *
 * Parents are not checked. A user who can write to a parent can replace the directory, but only by one that belongs to
 * them or by a link: so the ownership of the directory proves where its content is from.
 *
 * @param path absolute, with all links resolved that the user may have made
 * @returns `undefined` also on a file system without modes and owners, because they say nothing there
 * @throws the error of `lstat`
 */
export function findForeignAccess(path: string): string | undefined {
  // With a trailing separator, `lstat` follows a link.
  const stats = lstatSync(path.replace(/(?<=.)\/+$/, ''));
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (!stats.isDirectory()) return 'it is not a directory';
  const access = describeForeignAccess(stats);
  return access === undefined || hasNoModes(path) ? undefined : access;
}

/** Returns why others can change a file or directory; `undefined` if only this user can. */
export function describeForeignAccess(stats: Stats): string | undefined {
  if (!HAS_MODES) return undefined;
  if (!isOwn(stats)) return `it belongs to ${ownerOf(stats)}`;
  if ((stats.mode & OTHERS_WRITE) === 0) return undefined;
  return `others can write to it (mode ${formatMode(stats)})`;
}

/**
 * Whether files in a directory have no modes or owners of their own, as on FAT and on many volumes that are shared with
 * other systems. Creates a file to find out. False if that fails.
 */
export function hasNoModes(directory: string): boolean {
  const path = temporaryPathIn(directory);
  try {
    const descriptor = openNewFile(path);
    try {
      const stats = fstatSync(descriptor);
      return !isOwn(stats) || (stats.mode & OTHERS_ACCESS) !== 0;
    } finally {
      closeSync(descriptor);
      unlinkSync(path);
    }
  } catch {
    return false;
  }
}

function isOwn(stats: Stats): boolean {
  return !HAS_MODES || stats.uid === effectiveUser();
}

function effectiveUser(): number | undefined {
  return process.geteuid?.();
}

function ownerOf({ uid }: Stats): string {
  return uid === 0 ? 'root' : `the user with id ${uid}`;
}

/** Returns a mode as `chmod` takes it, such as `0777`. */
function formatMode({ mode }: Stats): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}
