/** Describes errors that no code of covermain expects: those of the operating system, and defects of covermain itself. */
import { CovermainError, indent, messageOf } from './errors.js';

/** Variable that shows the stacks of such errors. Threads and early code have no other settings, so they read it directly. */
export const LOG_VARIABLE = 'COVER_LOG';

/** Remedies of errors of the operating system, by their codes. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free disk space.',
  EDQUOT: 'Free disk space, or raise the quota.',
  EFBIG: 'Raise the limit of file sizes (`ulimit -f`).',
  EMFILE: 'Raise the limit of open files (`ulimit -n`).',
  ENFILE: 'Close programs that have many files open.',
  EACCES: 'Check the permissions.',
  EPERM: 'Check the permissions.',
  EROFS: 'Choose a file system that can be written.',
  ENOENT: 'Check that the path exists.',
  ENOTDIR: 'Check that no file has the path of a directory.',
  EISDIR: 'Check that no directory has the path of a file.',
  EIO: 'Check the disk.',
};

/**
 * Returns the lines of the message of any error, with its remedy. Shows a stack only with `COVER_LOG=debug`.
 *
 * @param context text before the message @default none
 */
export function describeUnexpected(error: unknown, context = ''): readonly string[] {
  const [first = '', ...more] = error instanceof CovermainError ? error.lines : [toSentences(error)];
  const stacks = process.env[LOG_VARIABLE] === 'debug' ? stacksOf(error) : [];
  return [`${context}${first}`, ...more, ...stacks];
}

/**
 * Returns the lines of the stack of an error, then those of its causes. They are indented, because a message may have
 * any lines.
 */
function stacksOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const { message, stack = message, cause } = error;
  return [...stack.split('\n').map(indent), ...stacksOf(cause)];
}

function toSentences(error: unknown): string {
  const message = messageOf(error).replace(/\.$/, '');
  const remedy = remedyOf(error);
  if (remedy !== undefined) return `${message}. ${remedy}`;
  const name = error instanceof Error ? `${error.name}: ` : '';
  return (
    `Internal error of covermain: ${name}${message}. Please report it, with the output of the same command and ` +
    `${LOG_VARIABLE}=debug.`
  );
}

/** Returns `undefined` unless the operating system reported the error. */
function remedyOf(error: unknown): string | undefined {
  const { syscall, code } = (error ?? {}) as NodeJS.ErrnoException;
  if (typeof syscall !== 'string' || typeof code !== 'string') return undefined;
  return REMEDIES[code] ?? 'Correct this, then run the command again.';
}
