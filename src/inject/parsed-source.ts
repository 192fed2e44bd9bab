/** Source text with its syntax tree, and what the injector asks about both. */
import type { Comment, Node, Program } from 'oxc-parser';
import { childrenOf } from '../instrument/probe/syntax/child-nodes.js';
import { findLines } from '../instrument/probe/syntax/lines.js';
import { parse } from '../instrument/probe/syntax/parse.js';
import { CovermainError, messageOf } from '../platform/errors.js';

export interface ParsedSource {
  /** Path for messages; its extension selects the language. */
  readonly file: string;
  /** Without a byte order mark. Offsets of nodes and comments refer to it, in UTF-16 units. */
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
  /** Whether the file has imports, exports or `import.meta`. */
  readonly hasModuleSyntax: boolean;
}

/** Every character that ends a line in JavaScript. A line comment ends there. */
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;
const IS_LINE_END = /[\n\r\u2028\u2029]/;

/** @throws CovermainError `SOURCE_NOT_PARSED` with the file and the position of the error */
export function parseSource(text: string, file: string): ParsedSource {
  try {
    const { program, comments, module } = parse(text, file);
    return { file, text, program, comments, hasModuleSyntax: module.hasModuleSyntax };
  } catch (error) {
    throw new CovermainError(
      'SOURCE_NOT_PARSED',
      `Cannot parse ${file}: ${messageOf(error)}. No file was changed. Fix the syntax error.`,
      { cause: error },
    );
  }
}

/** Returns the number of the line, from 1, that contains an offset. */
export function lineAt({ text }: ParsedSource, offset: number): number {
  return findLines(text).positionOf(offset).line;
}

/** Returns where the line of an offset starts. Only that line is read, because files can be long. */
export function lineStartOf(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !IS_LINE_END.test(text[start - 1] ?? '')) start--;
  return start;
}

/** Whether an offset is in a later line than another one that is before it. */
export function isInLaterLine(text: string, offset: number, before: number): boolean {
  return IS_LINE_END.test(text.slice(before, offset));
}

/** Returns the characters that end the line of an offset, and where they start; an empty text at the end of the file. */
export function lineEndAfter(text: string, offset: number): { readonly start: number; readonly eol: string } {
  const pattern = new RegExp(LINE_END);
  pattern.lastIndex = offset;
  const match = pattern.exec(text);
  return match ? { start: match.index, eol: match[0] } : { start: text.length, eol: '' };
}

/** Returns the white space at the start of the line that contains an offset. */
export function indentationAt(text: string, offset: number): string {
  const line = text.slice(lineStartOf(text, offset), offset);
  return /^[^\S\n\r\u2028\u2029]*/.exec(line)?.[0] ?? '';
}

/** Returns all nodes of a tree, parents first. */
export function listNodes(root: Node): readonly Node[] {
  return collectNodes(root, () => true, []);
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** Returns all nodes that are not inside of a function, parents first. */
export function listNodesOutsideFunctions(root: Node): readonly Node[] {
  return collectNodes(root, ({ type }) => !FUNCTIONS.has(type), []);
}

/** @param isEntered whether to go on with the children of a node */
function collectNodes(node: Node, isEntered: (node: Node) => boolean, nodes: Node[]): readonly Node[] {
  nodes.push(node);
  if (isEntered(node)) for (const child of childrenOf(node)) collectNodes(child, isEntered, nodes);
  return nodes;
}

/** Whether a node is an identifier with a name. */
export function isIdentifier(node: Node | null | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node.name === name;
}
