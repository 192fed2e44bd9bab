/** Reads in Linux's `/proc` whether a process has a file open for appending. */
import { readdirSync, readFileSync, type Stats } from 'node:fs';
import { statIfPossible } from '../platform/file-stats.js';

/**
 * Returns whether a process has a file open for appending; `undefined` if this user cannot read what it has open.
 *
 * @param file `dev` and `ino` of the file
 */
export function isAppendedBy(pid: number, file: Pick<Stats, 'dev' | 'ino'>): boolean | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => isAppending(pid, descriptor, file));
  } catch (error) {
    const isForbidden = ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
    return isForbidden ? undefined : false; // otherwise it has ended
  }
}

/** Flags of `open` in Linux's numbers: <https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html>. */
const O_ACCMODE = 0o3;
const O_APPEND = 0o2000;

/** Whether a descriptor is the file, open for appending: a person may look at the log with `tail -f`. */
function isAppending(pid: number, descriptor: string, { dev, ino }: Pick<Stats, 'dev' | 'ino'>): boolean {
  try {
    const open = statIfPossible(`/proc/${pid}/fd/${descriptor}`);
    if (Number(open?.dev) !== dev || Number(open?.ino) !== ino) return false;
    const info = readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'latin1');
    const [, octal = '0'] = /^flags:\s*([0-7]+)/m.exec(info) ?? [];
    const flags = Number.parseInt(octal, 8);
    return (flags & O_ACCMODE) !== 0 && (flags & O_APPEND) !== 0;
  } catch {
    return false; // it was closed meanwhile, or is a file on a volume that this user cannot reach
  }
}
