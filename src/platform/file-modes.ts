/**
 * Modes that give access to the owner only, and file systems that ignore modes or owners, such as FAT and many volumes that
 * are shared with other systems.
 */
import type { Stats } from 'node:fs';
import { isOwn } from './owners.js';

/** Whether this system has modes. On Windows, files inherit the access rights of their directory. */
export const HAS_MODES = process.platform !== 'win32';

export const OWNER_DIRECTORY = 0o700;
export const OWNER_FILE = 0o600;

/** Bits of a mode that let the group or everybody write, and those that give them any access. */
const OTHERS_WRITE = 0o022;
const OTHERS_ACCESS = 0o077;

/** Bit of a mode that lets everybody write. */
const EVERYBODY_WRITES = 0o002;

type Mode = Pick<Stats, 'mode'>;

export function letsOthersWrite({ mode }: Mode): boolean {
  return (mode & OTHERS_WRITE) !== 0;
}

/** Whether users who are not in the group of the file may write, too. */
export function letsEverybodyWrite({ mode }: Mode): boolean {
  return (mode & EVERYBODY_WRITES) !== 0;
}

export function letsOthersAccess({ mode }: Mode): boolean {
  return (mode & OTHERS_ACCESS) !== 0;
}

/** Returns a mode as `chmod` takes it, such as `0777`. */
export function formatMode({ mode }: Mode): string {
  return (mode & 0o7777).toString(8).padStart(4, '0');
}

/** Whether each file system, by its device number, ignores modes or owners. */
const examined = new Map<number, boolean>();

/** Learns from a file that was just created with mode 0600 whether its file system ignores modes or owners. */
export function examineNewFile(stats: Stats): void {
  if (HAS_MODES) examined.set(stats.dev, !isOwn(stats) || letsOthersAccess(stats));
}

/** Whether a file system ignores modes or owners; `undefined` if this process has created no private file there. */
export function ignoresModes({ dev }: Pick<Stats, 'dev'>): boolean | undefined {
  return examined.get(dev);
}
