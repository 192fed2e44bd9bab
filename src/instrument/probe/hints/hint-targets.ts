/** Finds the nodes that comments belong to, as Babel attaches comments to nodes. */
import type { Comment, Node } from 'oxc-parser';
import { childrenOf } from '../syntax/child-nodes.js';
import { recordOf } from '../syntax/tree/tree-node.js';

/**
 * Returns the hint of each node that follows a hint comment, by the record of the node. That is the outermost node that starts after the comment.
 * If an opening parenthesis follows, it is the outermost node in the parentheses.
 *
 * @param hints the hint of each comment
 */
export function attachToNodes<Hint>(
  source: string,
  program: Node,
  comments: readonly Comment[],
  hints: ReadonlyMap<Comment, Hint>,
): Map<number, Hint> {
  const nodes = new Map<number, Hint>();
  let hintOffsets = new Map([...hints].map(([{ end }, hint]) => [skipSpace(source, comments, end), hint]));
  while (hintOffsets.size > 0) {
    attachHints(program, -1, hintOffsets, nodes);
    hintOffsets = moveIntoParentheses(source, comments, hintOffsets);
  }
  return nodes;
}

/** Returns the first offset after whitespace and comments. */
function skipSpace(source: string, comments: readonly Comment[], from: number): number {
  const offset = from + source.slice(from).search(/\S|$/);
  const comment = comments.find(({ start }) => start === offset);
  return comment ? skipSpace(source, comments, comment.end) : offset;
}

/** Moves hints before parentheses where no node starts to the start of the parenthesized expression. */
function moveIntoParentheses<Hint>(
  source: string,
  comments: readonly Comment[],
  hintOffsets: ReadonlyMap<number, Hint>,
): Map<number, Hint> {
  const inside = [...hintOffsets].filter(
    ([offset]) =>
      source[offset] === '(' && isGrouping(source.slice(0, skipSpaceBack(source, comments, offset))),
  );
  return new Map(inside.map(([offset, hint]) => [skipSpace(source, comments, offset + 1), hint]));
}

/** Returns the offset before whitespace and comments. */
function skipSpaceBack(source: string, comments: readonly Comment[], from: number): number {
  const offset = source.slice(0, from).trimEnd().length;
  const comment = comments.find(({ end }) => end === offset);
  return comment ? skipSpaceBack(source, comments, comment.start) : offset;
}

/** Matches a text that ends with a keyword which an expression may follow. */
const KEYWORD_BEFORE_EXPRESSION =
  /(?:^|[^\w$.])(?:await|case|default|delete|do|else|extends|in|instanceof|new|of|return|throw|typeof|void|yield)$/;

/** Whether parentheses after a text group an expression, rather than belong to a call or a statement. */
function isGrouping(before: string): boolean {
  return /[\w$]$/.test(before)
    ? KEYWORD_BEFORE_EXPRESSION.test(before.slice(-20))
    : !/(?:[)\]"'`]|[^=]>)$/.test(before);
}

/**
 * Moves each hint from its offset to the outermost node that starts there.
 *
 * @param parentStart offset at which the parent of the node starts
 */
function attachHints<Hint>(
  node: Node,
  parentStart: number,
  hintOffsets: Map<number, Hint>,
  nodes: Map<number, Hint>,
): void {
  const hint = node.start === parentStart ? undefined : hintOffsets.get(node.start);
  const isProgram = node.type === 'Program';
  if (hint && !isProgram) {
    nodes.set(recordOf(node), hint);
    hintOffsets.delete(node.start);
  }
  for (const child of childrenOf(node)) attachHints(child, isProgram ? -1 : node.start, hintOffsets, nodes);
}
