/**
 * Limits of paths in coverage, so that reports can write files with these names. Tables and Go's text repeat a path for each
 * function or statement.
 */

/** Maximum length of a path in UTF-16 units: that of Linux in bytes. */
const MAX_PATH = 4096;

/**
 * Maximum length of the name of a file or directory in UTF-16 units, as on Windows. Other systems count bytes, so they have
 * no longer names. The names of HTML pages are limited in bytes, because they are created here (`html-pages.ts`).
 */
const MAX_NAME = 255;

/** Returns why no file can have a path, or `undefined`. The result follows "the path of a source". */
export function findPathDefect(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path.includes('\0')) return 'contains a NUL character';
  if (path.length > MAX_PATH) return `has ${path.length} characters, more than ${MAX_PATH}`;
  if (path.split('/').some((name) => name.length > MAX_NAME))
    return `contains a name of more than ${MAX_NAME} characters`;
  return undefined;
}
