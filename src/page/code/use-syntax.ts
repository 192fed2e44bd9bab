/** Parses a source for highlighting, a few milliseconds a frame. */
import type { Tree } from '@lezer/common';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/javascript';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SyntaxToken } from '../../view/line-spans.js';
import type { SourceText } from '../../view/source-text.js';

/** Returns the tokens of a line, from 1. */
export type SyntaxLines = (line: number) => readonly SyntaxToken[];

/** Time of parsing in one frame, in milliseconds. */
const SLICE = 8;

/** Longest text and line that are highlighted, in UTF-16 units. */
const [LONGEST_TEXT, LONGEST_LINE] = [4_000_000, 5000];

const DIALECTS: readonly (readonly [extension: RegExp, dialect: string])[] = [
  [/\.[cm]?ts$/i, 'ts'],
  [/\.tsx$/i, 'ts jsx'],
  [/\.([cm]?js|jsx)$/i, 'jsx'],
];

const { definitionKeyword, function: ofFunction, special, variableName, propertyName } = tags;
const HIGHLIGHTER = tagHighlighter([
  {
    tag: [tags.keyword, definitionKeyword, tags.modifier, tags.self, tags.null, tags.bool],
    class: 'keyword',
  },
  { tag: [tags.string, tags.regexp, special(tags.string), tags.attributeValue], class: 'string' },
  { tag: [tags.number, tags.atom], class: 'number' },
  { tag: [tags.comment, tags.meta], class: 'comment' },
  { tag: [ofFunction(variableName), ofFunction(propertyName)], class: 'function' },
  { tag: [tags.typeName, tags.className, tags.tagName, tags.namespace], class: 'type' },
]);

const NO_TOKENS: readonly SyntaxToken[] = [];

/** @returns `undefined` until the source is parsed, and for a source that is not highlighted */
export function useSyntax(path: string, text: string | null, lines: SourceText): SyntaxLines | undefined {
  const [tree, setTree] = useState<{ readonly of: string; readonly tree: Tree } | undefined>();
  const dialect = DIALECTS.find(([extension]) => extension.test(path))?.[1];
  useEffect(() => {
    if (text === null || dialect === undefined || text.length > LONGEST_TEXT) return undefined;
    const parse = parser.configure({ dialect }).startParse(text);
    let frame = requestAnimationFrame(function advance() {
      const end = performance.now() + SLICE;
      do {
        const done = parse.advance();
        if (done) return setTree({ of: text, tree: done });
      } while (performance.now() < end);
      frame = requestAnimationFrame(advance);
    });
    return () => cancelAnimationFrame(frame);
  }, [text, dialect]);
  return useMemo(
    () => (tree && tree.of === text ? cacheTokens(tree.tree, lines) : undefined),
    [tree, text, lines],
  );
}

function cacheTokens(tree: Tree, { lines, starts }: SourceText): SyntaxLines {
  const known = new Map<number, readonly SyntaxToken[]>();
  return (line) => {
    const cached = known.get(line);
    if (cached) return cached;
    const [text, offset] = [lines[line - 1] ?? '', starts[line - 1] ?? 0];
    if (text.length > LONGEST_LINE) return NO_TOKENS;
    const tokens: SyntaxToken[] = [];
    const add = (from: number, to: number, name: string) => {
      const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, text.length)];
      if (end > start) tokens.push({ start, end, name });
    };
    highlightTree(tree, HIGHLIGHTER, add, offset, offset + text.length);
    known.set(line, tokens);
    return tokens;
  };
}
