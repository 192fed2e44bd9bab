/** Comments that leave code out of the counts: Istanbul's for syntax, those of c8 and V8 for lines. */
import type { Comment, Node } from 'oxc-parser';
import { childrenOf } from './children.js';
import type { Lines } from './lines.js';

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
  const targets = new Map<number, Hint>();
  comments.forEach((comment, index) => {
    const [, istanbul, v8] = IGNORE_NODE.exec(comment.value) ?? [];
    const hint = istanbul ?? v8;
    if (hint) targets.set(nextToken(source, comments, index), hint as Hint);
  });
  const nodes = new Map<Node, Hint>();
  if (targets.size > 0) attach(program, -1, targets, nodes);
  const ignoredLines = readIgnoredLines(source.split(/\r\n|[\n\r\u2028\u2029]/));
  return {
    isFileIgnored: comments.some(({ value }) => IGNORE_FILE.test(value)),
    hintOf: (node) => nodes.get(node),
    dropHint: (node) => nodes.delete(node),
    isIgnored: (offset) => ignoredLines.has(lines.positionOf(offset).line),
  };
}

/** The offset of the first token behind a comment. */
function nextToken(source: string, comments: readonly Comment[], index: number): number {
  let offset = comments[index]?.end ?? 0;
  for (let next = comments[index + 1]; ; next = comments[++index + 1]) {
    offset += source.slice(offset).search(/\S|$/);
    if (next?.start !== offset) return offset;
    offset = next.end;
  }
}

/** A hint is for the outermost node that begins where the hint's next token does, as Babel attaches comments. */
function attach(
  node: Node,
  parent: number,
  targets: ReadonlyMap<number, Hint>,
  nodes: Map<Node, Hint>,
): void {
  const hint = node.start === parent ? undefined : targets.get(node.start);
  const isProgram = node.type === 'Program';
  if (hint && !isProgram) nodes.set(node, hint);
  for (const child of childrenOf(node)) attach(child, isProgram ? -1 : node.start, targets, nodes);
}

/** By 1-based number: the lines that c8 leaves out, by the rules of v8-to-istanbul 9. */
function readIgnoredLines(lines: readonly string[]): ReadonlySet<number> {
  const ignored = new Set<number>();
  let isOff = false;
  let left = 0;
  lines.forEach((text, index) => {
    const next = /\/\* (?:[cv]8|node:coverage) ignore next(?: (\d+))?/.exec(text);
    const [, mode] = /\/\* (?:[cv]8 ignore|node:coverage) (start|stop|enable|disable)\b/.exec(text) ?? [];
    if (mode) isOff = mode === 'start' || mode === 'disable';
    if (isOff || next || left > 0) ignored.add(index + 1);
    if (left > 0) left -= 1;
    const isOwnLine = next && /^\W*\/\*/.test(text);
    if (isOwnLine) left = Number(next[1] ?? 1);
  });
  return ignored;
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
