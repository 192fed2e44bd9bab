/** The nodes that comments belong to, as Babel attaches comments to nodes. */
import type { Comment, Node } from 'oxc-parser';
import { childrenOf } from '../syntax/child-nodes.js';

/**
 * The node behind each of some comments: the outermost one that begins there, else what is in the parentheses there.
 *
 * @param hints what each comment says, by comment
 */
export function attachToNodes<Hint>(
  source: string,
  program: Node,
  comments: readonly Comment[],
  hints: ReadonlyMap<Comment, Hint>,
): Map<Node, Hint> {
  const nodes = new Map<Node, Hint>();
  let targets = new Map([...hints].map(([{ end }, hint]) => [skipSpace(source, comments, end), hint]));
  while (targets.size > 0) {
    attach(program, -1, targets, nodes);
    targets = insideParentheses(source, comments, targets);
  }
  return nodes;
}

/** Behind space and comments. */
function skipSpace(source: string, comments: readonly Comment[], from: number): number {
  const offset = from + source.slice(from).search(/\S|$/);
  const comment = comments.find(({ start }) => start === offset);
  return comment ? skipSpace(source, comments, comment.end) : offset;
}

/** Where a hint stands in front of parentheses with which no node begins, it is for what is in them. */
function insideParentheses<Hint>(
  source: string,
  comments: readonly Comment[],
  targets: ReadonlyMap<number, Hint>,
): Map<number, Hint> {
  const inside = [...targets].filter(
    ([offset]) =>
      source[offset] === '(' && isGrouping(source.slice(0, skipSpaceBack(source, comments, offset))),
  );
  return new Map(inside.map(([offset, hint]) => [skipSpace(source, comments, offset + 1), hint]));
}

/** In front of space and comments. */
function skipSpaceBack(source: string, comments: readonly Comment[], from: number): number {
  const offset = source.slice(0, from).trimEnd().length;
  const comment = comments.find(({ end }) => end === offset);
  return comment ? skipSpaceBack(source, comments, comment.start) : offset;
}

const KEYWORDS =
  /(?:^|[^\w$.])(?:await|case|default|delete|do|else|extends|in|instanceof|new|of|return|throw|typeof|void|yield)$/;

/** Whether parentheses behind a text are around an expression, and not those of a call or a statement. */
function isGrouping(before: string): boolean {
  return /[\w$]$/.test(before) ? KEYWORDS.test(before.slice(-20)) : !/(?:[)\]"'`]|[^=]>)$/.test(before);
}

/** @param targets by offset; each is taken out as its node is found */
function attach<Hint>(node: Node, parent: number, targets: Map<number, Hint>, nodes: Map<Node, Hint>): void {
  const hint = node.start === parent ? undefined : targets.get(node.start);
  const isProgram = node.type === 'Program';
  if (hint && !isProgram) {
    nodes.set(node, hint);
    targets.delete(node.start);
  }
  for (const child of childrenOf(node)) attach(child, isProgram ? -1 : node.start, targets, nodes);
}
