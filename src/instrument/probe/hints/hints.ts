/** Comments that leave code out of the counts: Istanbul's for syntax, those of c8 and V8 for lines. */
import type { Comment, Node } from 'oxc-parser';
import type { Lines } from '../syntax/lines.js';
import { attachToNodes } from './hint-targets.js';
import { readIgnoredLines } from './line-hints.js';

/** `next` leaves out the node behind it, `if` and `else` an arm of the `if` behind it. */
export type Hint = 'next' | 'if' | 'else';

export interface Hints {
  readonly isFileIgnored: boolean;
  readonly hintOf: (node: Node) => Hint | undefined;
  /** Forgets a hint: Istanbul loses those of expressions that it wraps to count them. */
  readonly dropHint: (node: Node) => void;
  /** Whether the line of an offset is left out. */
  readonly isIgnored: (offset: number) => boolean;
}

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

/** Whether a text may hold hints at all. */
export function mayHint(source: string): boolean {
  return ANY_HINT.test(source);
}

/** The hints of a file, as istanbul-lib-instrument 6 and v8-to-istanbul read them. */
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
    hintOf: (node) => nodes.get(node),
    dropHint: (node) => nodes.delete(node),
    isIgnored: (offset) => ignoredLines.has(lines.positionOf(offset).line),
  };
}

/** The kinds of nodes for which Istanbul looks for hints. */
const TAKING_HINTS = new Set<Node['type']>([
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

export function takesHint(node: Node): boolean {
  if (node.type === 'MethodDefinition') return node.key.type !== 'PrivateIdentifier';
  if (node.type === 'Property') return 'method' in node && (node.method || node.kind !== 'init');
  return TAKING_HINTS.has(node.type);
}
