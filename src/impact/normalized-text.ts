/** Removes the differences between texts that do not change what code does: comments, indentation, empty lines. */
import type { Node } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import type { SourceSpan } from '../instrument/probe/syntax/lines.js';
import { parse } from '../instrument/probe/syntax/parse.js';

/** Returns the normalized text between two offsets, neither of which is in a literal or comment. */
export type NormalizeSpan = (start: number, end: number) => string;

/** Nodes in which white space is content. */
const LITERALS: ReadonlySet<string> = new Set(['Literal', 'TemplateElement', 'JSXText']);

/** Comments that tools obey, such as `@jsx`, `#__PURE__`, `webpackChunkName` and `@vite-ignore`. */
const PRAGMA = /^[#@]|@(?:jsx|vite)|webpack/;

/** Equal text for all white space with a line break, and for all other white space. */
const LINE_BREAK = '\n';
const SPACE = ' ';

/**
 * Returns a function that normalizes spans of a source.
 *
 * @param file absolute path; its extension selects the language
 * @throws CovermainError `SOURCE_NOT_PARSED`
 */
export function normalizeSpansOf(source: string, file: string): NormalizeSpan {
  const { program, comments } = parse(source, file);
  const literals = findLiterals(program);
  const dropped = comments.filter(({ value }) => !PRAGMA.test(value.trim()));
  const kept = comments.filter(({ value }) => PRAGMA.test(value.trim()));
  const verbatim = [...literals, ...kept].sort(byStart);
  const code = blank(source, dropped);
  return (start, end) => {
    const texts: string[] = [];
    let at = start;
    for (let index = firstFrom(verbatim, start); index < verbatim.length; index++) {
      const span = verbatim[index] as SourceSpan;
      if (span.start >= end) break;
      texts.push(collapse(code.slice(at, span.start)), source.slice(span.start, Math.min(span.end, end)));
      at = span.end;
    }
    return [...texts, collapse(code.slice(at, end))].join('');
  };
}

function findLiterals(program: Node): readonly SourceSpan[] {
  const literals: SourceSpan[] = [];
  const pending: Node[] = [program];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (LITERALS.has(node.type)) literals.push({ start: node.start, end: node.end });
    for (const child of childrenOf(node)) pending.push(child);
  }
  return literals;
}

/** Replaces comments by spaces. A comment with a line break counts as one, because statements can end there. */
function blank(source: string, comments: readonly SourceSpan[]): string {
  let at = 0;
  const texts = comments.flatMap(({ start, end }) => {
    const before = source.slice(at, start);
    at = end;
    return [before, source.slice(start, end).replace(/[^\n\r\u2028\u2029]/g, SPACE)];
  });
  return [...texts, source.slice(at)].join('');
}

function collapse(code: string): string {
  return code.replace(/\s+/g, (space) => (/[\n\r\u2028\u2029]/.test(space) ? LINE_BREAK : SPACE));
}

/** Returns the index of the first span that begins at an offset or after it. */
function firstFrom(spans: readonly SourceSpan[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byStart(one: SourceSpan, other: SourceSpan): number {
  return one.start - other.start;
}
