/** Recognises errors of a file system without space. */

const NO_SPACE: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Whether an error, or one of its causes, says that no space is left. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return NO_SPACE.has((error as NodeJS.ErrnoException).code) || isOutOfSpace(error.cause);
}
