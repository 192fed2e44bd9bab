/** Finds the tokens of lines, while the source is parsed part by part. */
import { type Tree, TreeFragment } from '@lezer/common';
import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/javascript';
import type { SyntaxToken } from '../../view/line-spans.js';
import type { SourceText } from '../../view/source-text.js';
import type { Steps } from '../../view/steps.js';

export interface SyntaxLines {
  /** Returns the tokens of a line, from 1: always the same list, but an empty one until the line is parsed. */
  readonly tokensOf: (line: number) => readonly SyntaxToken[];
  /** Parses the source. Calls `onTokens` when lines have tokens that `tokensOf` had not. */
  readonly parse: (onTokens: () => void) => Steps<void>;
}

/** Length of a part in UTF-16 units: the parser builds the tree of a part without a pause. */
const PART = 32_000;

/** Length before the end of a part in which tokens may be wrong, because the parser has not seen what follows. */
const MARGIN = 2000;

/** Longest text and line that are highlighted, in UTF-16 units. */
const [LONGEST_TEXT, LONGEST_LINE] = [4_000_000, 5000];

/** Number of tokens that are parsed in one step. */
const TOKENS_PER_STEP = 20;

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

/** @param path decides on the language: only JavaScript and TypeScript are highlighted */
export function createSyntaxLines(path: string, text: string, { lines, starts }: SourceText): SyntaxLines {
  const known = new Map<number, readonly SyntaxToken[]>();
  let tree: Tree | undefined;
  /** Offset before which tokens are known. */
  let end = 0;
  let isAwaited = false;
  return {
    tokensOf(line) {
      const cached = known.get(line);
      if (cached) return cached;
      const length = lines[line - 1]?.length ?? 0;
      const start = starts[line - 1] ?? 0;
      if (length === 0 || length > LONGEST_LINE) return NO_TOKENS;
      if (!tree || start + length > end) {
        isAwaited = true;
        return NO_TOKENS;
      }
      const tokens = findTokens(tree, start, length);
      known.set(line, tokens);
      return tokens;
    },
    *parse(onTokens) {
      const dialect = DIALECTS.find(([extension]) => extension.test(path))?.[1];
      if (dialect === undefined || text.length > LONGEST_TEXT) return;
      for (const part of parseParts(text, dialect)) {
        yield;
        if (!part) continue;
        tree = part;
        end = part.length < text.length ? part.length - MARGIN : text.length;
        if (isAwaited) onTokens();
        isAwaited = false;
      }
    },
  };
}

/** Yields the tree of a longer and longer start of the text, and `undefined` between them. */
function* parseParts(text: string, dialect: string): Generator<Tree | undefined, void> {
  const configured = parser.configure({ dialect });
  let fragments: readonly TreeFragment[] = [];
  for (let stop = PART; ; stop += PART) {
    const parse = configured.startParse(text, fragments);
    if (stop < text.length) parse.stopAt(stop);
    let tree = parse.advance();
    for (let tokens = 1; !tree; tokens++) {
      if (tokens % TOKENS_PER_STEP === 0) yield undefined;
      tree = parse.advance();
    }
    yield tree;
    if (stop >= text.length) return;
    // The next parse takes over the nodes of this tree.
    fragments = TreeFragment.addTree(tree, fragments, true);
  }
}

function findTokens(tree: Tree, offset: number, length: number): readonly SyntaxToken[] {
  const tokens: SyntaxToken[] = [];
  const add = (from: number, to: number, name: string) => {
    const [start, end] = [Math.max(from - offset, 0), Math.min(to - offset, length)];
    if (end > start) tokens.push({ start, end, name });
  };
  highlightTree(tree, HIGHLIGHTER, add, offset, offset + length);
  return tokens;
}
