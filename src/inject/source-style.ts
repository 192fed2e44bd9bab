/** Recognizes how a file is formatted, so that inserted code looks like the code around it. */
import type { Node } from 'oxc-parser';
import { indentationAt, isInLaterLine, lineEndAfter, listNodes, type ParsedSource } from './parsed-source.js';

export interface SourceStyle {
  readonly quote: "'" | '"';
  readonly hasSemicolons: boolean;
  /** White space of one level. */
  readonly indentation: string;
  /** Characters that end lines. */
  readonly eol: string;
}

/** Statements that end with a semicolon, unless the file leaves semicolons out. */
const ENDED_BY_SEMICOLON: ReadonlySet<string> = new Set([
  'ExpressionStatement',
  'ImportDeclaration',
  'ReturnStatement',
  'ThrowStatement',
]);

const DEFAULT_INDENTATION = '  ';

export function detectStyle(source: ParsedSource): SourceStyle {
  const { text, program } = source;
  const nodes = listNodes(program);
  const quotes = nodes.filter(isQuotedString).map(({ start }) => text[start]);
  const ends = nodes.filter(({ type }) => ENDED_BY_SEMICOLON.has(type)).map(({ end }) => text[end - 1]);
  return {
    quote: share(quotes, '"') > 0.5 ? '"' : "'",
    hasSemicolons: ends.length === 0 || share(ends, ';') >= 0.5,
    indentation: detectIndentation(text, nodes),
    eol: lineEndAfter(text, 0).eol || '\n',
  };
}

/** Whether a node is a string in quotes. JSX has its own style of quotes. */
export function isQuotedString(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string' && /^["']/.test(node.raw ?? '');
}

function share<Value>(values: readonly Value[], wanted: Value): number {
  return values.filter((value) => value === wanted).length / Math.max(values.length, 1);
}

/** Returns by how much the first block with lines of its own is indented. */
function detectIndentation(text: string, nodes: readonly Node[]): string {
  for (const node of nodes) {
    if (node.type !== 'BlockStatement') continue;
    const [first] = node.body;
    if (!first || !isInLaterLine(text, first.start, node.start)) continue;
    const outer = indentationAt(text, node.start);
    const inner = indentationAt(text, first.start);
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length);
  }
  return DEFAULT_INDENTATION;
}
