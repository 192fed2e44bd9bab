/** Describes in one line why a config file cannot be loaded. */
import { dirname, parse, relative, sep } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { toOneLine } from '../platform/to-one-line.js';

/** An error of tsx: the first syntax error of esbuild, whose column is zero-based. */
const SYNTAX_ERROR = /^Transform failed with \d+ errors?:\n(.+):(\d+):(\d+): ERROR: (.+)/;

/** The end of an error of `require`. */
const REQUIRE_STACK = /\nRequire stack:\n[\s\S]*/;

/**
 * Returns the name of a config file and why it cannot be loaded, with the position of a syntax error after the name of its file.
 *
 * @param path absolute
 * @param name path as messages name it
 */
export function describeLoadError(path: string, name: string, error: unknown): string {
  const message = messageOf(error);
  const [, file, line, column, text] = SYNTAX_ERROR.exec(message) ?? [];
  if (file === undefined) return `${name}: ${toOneLine(message.replace(REQUIRE_STACK, ''))}`;
  const position = `${line}:${Number(column) + 1}: ${text}`;
  if (stemOf(file) === stemOf(path)) return `${name}:${position}`;
  return `${name}: ${relative(dirname(path), file).split(sep).join('/')}:${position}`;
}

/** Returns a path without its extension: tsx names a `.cts` file as if it were `.ts`. */
function stemOf(path: string): string {
  const { dir, name } = parse(path);
  return `${dir}/${name}`;
}
