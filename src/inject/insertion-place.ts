/** Places in a file at which statements are inserted. */
import type { Comment, Node } from 'oxc-parser';
import { isDirective } from '../instrument/probe/syntax/nodes.js';
import { lineEndAfter, lineStartOf, type ParsedSource } from './parsed-source.js';
import type { SourceStyle } from './source-style.js';

export interface InsertionPlace {
  readonly offset: number;
  /**
   * `line`: at the start of a line. `end`: at the end of a file without a final line end. `inline`: in a line with other
   * code.
   */
  readonly kind: 'line' | 'end' | 'inline';
}

/** Returns the text that is inserted for a statement: the statement and its marker. */
export function formatInsertion(
  statement: string,
  marker: string,
  { kind }: InsertionPlace,
  indentation: string,
  { eol }: SourceStyle,
): string {
  if (kind === 'inline') return ` ${statement} /* ${marker} */`;
  const line = `${indentation}${statement} // ${marker}`;
  return kind === 'end' ? `${eol}${line}` : `${line}${eol}`;
}

/**
 * Returns the place after a statement. A semicolon in a later line belongs to the style of the next statement, as in
 * `;[1].map(f)`.
 */
export function placeAfterStatement(source: ParsedSource, { start, end }: Node): InsertionPlace {
  const code = source.text.slice(start, end).replace(/;$/, '').trimEnd();
  const isEndInLine = !/[\n\r]/.test(source.text.slice(start + code.length, end));
  return placeAfter(source, isEndInLine ? end : start + code.length);
}

/** Returns the place after a directive, an import or an opening brace: the next line if nothing else is in this one. */
export function placeAfter({ text, comments }: ParsedSource, anchor: number): InsertionPlace {
  const { start: lineEnd, eol } = lineEndAfter(text, anchor);
  const inLine = comments.filter(({ start }) => start >= anchor && start < lineEnd);
  const isContinued = inLine.some(({ end }) => end > lineEnd);
  const code = inLine.reduceRight(
    (rest, { start, end }) => rest.slice(0, start - anchor) + rest.slice(end - anchor),
    text.slice(anchor, lineEnd),
  );
  if (isContinued || code.trim() !== '') return { offset: anchor, kind: 'inline' };
  return eol === '' ? { offset: lineEnd, kind: 'end' } : { offset: lineEnd + eol.length, kind: 'line' };
}

/**
 * Returns the place before the first statement of a file. Comments that belong to the statement stay with it: those
 * directly before it. Comments about the file, such as `// @ts-check`, stay first.
 */
export function placeBefore({ text, comments }: ParsedSource, statement: Node): InsertionPlace {
  const before = comments.filter(({ end }) => end <= statement.start);
  let offset = statement.start;
  for (const comment of before.toReversed()) {
    const isAttached = /^[^\S\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029])?[^\S\n\r\u2028\u2029]*$/.test(
      text.slice(comment.end, offset),
    );
    if (!isAttached || ABOUT_FILE.test(comment.value) || isShebang(text, comment)) break;
    offset = comment.start;
  }
  const lineStart = lineStartOf(text, offset);
  if (text.slice(lineStart, offset).trim() === '') return { offset: lineStart, kind: 'line' };
  return { offset: text.slice(0, offset).trimEnd().length, kind: 'inline' };
}

/** Returns the place after the directives of a file, and after a comment about the file that follows them. */
export function placeAfterDirectives(source: ParsedSource, directive: Node): InsertionPlace {
  const next = source.program.body.find(({ start }) => start >= directive.end)?.start ?? source.text.length;
  const aboutFile = source.comments.findLast(
    ({ start, end, value }) => start >= directive.end && end <= next && ABOUT_FILE.test(value),
  );
  return aboutFile ? placeAfter(source, aboutFile.end) : placeAfterStatement(source, directive);
}

function isShebang(text: string, { start }: Comment): boolean {
  return text.startsWith('#!', start);
}

/** Matches comments that must stay at the start of the file: references of TypeScript, pragmas of tools, and licenses. */
const ABOUT_FILE =
  /^\/\s*<|^[\s*]*eslint\b(?!-disable-next)|@(?:ts-check|ts-nocheck|flow|jsx|jest|vitest|preserve|file|overview|module|packageDocumentation)|\b(?:license|copyright|SPDX|all rights reserved)\b|^!|\(c\) *\d|©/i;

/** Returns the last of the directives at the start of a list of statements. */
export function lastDirective(statements: readonly Node[]): Node | undefined {
  const end = statements.findIndex((statement) => !isDirective(statement));
  return statements.slice(0, end === -1 ? statements.length : end).at(-1);
}
