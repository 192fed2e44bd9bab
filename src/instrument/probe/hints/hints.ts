/** Ignore hints: comments that exclude code from coverage. Istanbul's apply to nodes, those of c8 and V8 to lines. */
import type { Comment, Node } from 'oxc-parser';
import type { Lines } from '../syntax/lines.js';
import { recordOf } from '../syntax/tree/tree-node.js';
import { attachToNodes } from './hint-targets.js';
import { readIgnoredLines } from './line-hints.js';

/** `next` excludes the following node; `if` and `else` exclude one arm of the following `if`. */
export type Hint = 'next' | 'if' | 'else';

export interface Hints {
  readonly isFileIgnored: boolean;
  /** Returns the hint before a node. */
  readonly hintOf: (node: Node) => Hint | undefined;
  /** Removes the hint of a node: Istanbul loses the hints of expressions that it wraps in order to count them. */
  readonly dropHint: (node: Node) => void;
  /** Whether a hint excludes the line of an offset. */
  readonly isIgnored: (offset: number) => boolean;
}

/** The hints of a source without hints. */
export const NO_HINTS: Hints = {
  isFileIgnored: false,
  hintOf: () => undefined,
  dropHint() {},
  isIgnored: () => false,
};

const ANY_HINT = /istanbul\s+ignore|[cv]8 ignore|node:coverage/;
const IGNORE_FILE = /^\s*(?:istanbul|[cv]8)\s+ignore\s+file(?=\W|$)/;
const IGNORE_NODE =
  /^\s*(?:istanbul\s+ignore\s+(if|else|next)|v8\s+ignore\s+(if|else|next))(?=\W|$)(?!\s+\d)/;

/** Whether a source may contain hints. */
export function mayContainHints(source: string): boolean {
  return ANY_HINT.test(source);
}

/** Reads the hints of a source by the rules of istanbul-lib-instrument 6 and v8-to-istanbul. */
export function readHints(source: string, program: Node, comments: readonly Comment[], lines: Lines): Hints {
  const hints = new Map<Comment, Hint>();
  for (const comment of comments) {
    const [, istanbul, v8] = IGNORE_NODE.exec(comment.value) ?? [];
    const hint = istanbul ?? v8;
    if (hint) hints.set(comment, hint as Hint);
  }
  const nodes = attachToNodes(source, program, comments, hints);
  const ignoredLines = readIgnoredLines(source.split(/\r?\n/));
  return {
    isFileIgnored: comments.some(({ value }) => IGNORE_FILE.test(value)),
    hintOf: (node) => nodes.get(recordOf(node)),
    dropHint: (node) => nodes.delete(recordOf(node)),
    isIgnored: (offset) => ignoredLines.has(lines.positionOf(offset).line),
  };
}

/** Types of the nodes for which Istanbul looks for hints. */
const HINTED_NODE_TYPES = new Set<Node['type']>([
  'ArrowFunctionExpression',
  'AssignmentPattern',
  'BlockStatement',
  'BreakStatement',
  'ClassDeclaration',
  'ConditionalExpression',
  'ContinueStatement',
  'DebuggerStatement',
  'DoWhileStatement',
  'ExportDefaultDeclaration',
  'ExportNamedDeclaration',
  'ExpressionStatement',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'FunctionDeclaration',
  'FunctionExpression',
  'IfStatement',
  'LabeledStatement',
  'LogicalExpression',
  'PropertyDefinition',
  'ReturnStatement',
  'SwitchCase',
  'SwitchStatement',
  'ThrowStatement',
  'TryStatement',
  'VariableDeclaration',
  'VariableDeclarator',
  'WhileStatement',
  'WithStatement',
]);

/** Whether Istanbul looks for a hint before a node. */
export function acceptsHint(node: Node): boolean {
  if (node.type === 'MethodDefinition') return node.key.type !== 'PrivateIdentifier';
  if (node.type === 'Property') return node.method || node.kind !== 'init';
  return HINTED_NODE_TYPES.has(node.type);
}
