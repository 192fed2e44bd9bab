/**
 * Finds the comment that names the source map of a text: `//# sourceMappingURL=main.js.map`. As in ECMA-426
 * (https://tc39.es/ecma426/#sec-JavaScriptExtractSourceMapURL), only comments after the last token of the code count,
 * and the last of them wins.
 */
import type { Comment } from 'oxc-parser';
import { parseText } from './parse-text.js';

/** Matches the start of each comment that may name a source map. */
const COMMENT_START = /\/[/*][#@]\s*sourceMappingURL=/g;

/** Matches the text of a comment that names a source map. */
const MAP_URL = /^[@#]\s*sourceMappingURL=(\S*?)\s*$/;

const LINE_BREAK = /[\n\r\u2028\u2029]/;

/**
 * Returns the URL in the comment that names the source map of a text.
 *
 * Most texts are not parsed, because parsing takes longer than reading the map. A comment on a line of its own is certain
 * if the rest of the text contains nothing that could end a string, a template or another comment around it.
 *
 * @param file its extension selects the language
 * @returns `undefined` if no comment names a map
 */
export function findMapUrl(source: string, file: string): string | undefined {
  if (!source.includes('sourceMappingURL=')) return undefined;
  const start = [...source.matchAll(COMMENT_START)].at(-1)?.index;
  if (start === undefined) return undefined;
  const rest = source.slice(start);
  if (!isOnlyComments(rest) && !rest.includes('*/')) return undefined;
  const [comment = ''] = rest.split(LINE_BREAK, 1);
  const isCertain = isAtLineStart(source, start) && !/['"`]|\*\//.test(rest);
  const url = isCertain ? urlIn(comment.slice(2)) : undefined;
  return (url ?? urlInComments(trailingComments(source, file))) || undefined;
}

/**
 * Returns the URL in the last comment of a text that names a source map, wherever the comment is. V8 reads the maps of
 * evaluated code in this way, and webpack closes a block after the comment.
 */
export function findEvaluatedMapUrl(comments: readonly Comment[]): string | undefined {
  return urlInComments(comments) || undefined;
}

/** Whether a text consists of white space and comments. A regular expression could take exponential time. */
function isOnlyComments(text: string): boolean {
  const token = /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*/y;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (!match) return false;
    if (match[0] !== '/*') continue;
    const end = text.indexOf('*/', token.lastIndex);
    if (end === -1) return false;
    token.lastIndex = end + 2;
  }
  return true;
}

function isAtLineStart(source: string, offset: number): boolean {
  const before = source.slice(Math.max(0, offset - 100), offset);
  const line = before.split(LINE_BREAK).at(-1) ?? '';
  return line.trim() === '' && (line.length < before.length || before.length === offset);
}

function trailingComments(source: string, file: string): readonly Comment[] {
  const parsed = parseText(source, file);
  if (!parsed) return [];
  const end = parsed.program.body.at(-1)?.end ?? 0;
  return parsed.comments.filter((comment) => comment.start >= end);
}

function urlInComments(comments: readonly Comment[]): string | undefined {
  return comments.map(({ value }) => urlIn(value)).findLast((url) => url !== undefined);
}

/** @param text text of a comment without its delimiters */
function urlIn(text: string): string | undefined {
  return MAP_URL.exec(text)?.[1];
}
