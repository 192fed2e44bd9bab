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
  for (let open = targets; open.size > 0; open = insideParentheses(source, comments, open)) {
    attach(program, -1, open, nodes);
  }
  const ignoredLines = readIgnoredLines(source.split(/\r?\n/));
  return {
    isFileIgnored: comments.some(({ value }) => IGNORE_FILE.test(value)),
    hintOf: (node) => nodes.get(node),
    dropHint: (node) => nodes.delete(node),
    isIgnored: (offset) => ignoredLines.has(lines.positionOf(offset).line),
  };
}

/** The offset of the first token behind a comment. */
function nextToken(source: string, comments: readonly Comment[], index: number): number {
  const [comment] = comments.slice(index);
  return skipSpace(source, comments, comment?.end ?? 0);
}

/** Behind space and comments. */
function skipSpace(source: string, comments: readonly Comment[], from: number): number {
  const offset = from + source.slice(from).search(/\S|$/);
  const comment = comments.find(({ start }) => start === offset);
  return comment ? skipSpace(source, comments, comment.end) : offset;
}

/** Where a hint stands in front of parentheses with which no node begins, it is for what is in them. */
function insideParentheses(
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

/**
 * A hint is for the outermost node that begins where the hint's next token does, as Babel attaches comments.
 *
 * @param targets by offset; each is taken out as its node is found
 */
function attach(node: Node, parent: number, targets: Map<number, Hint>, nodes: Map<Node, Hint>): void {
  const hint = node.start === parent ? undefined : targets.get(node.start);
  const isProgram = node.type === 'Program';
  if (hint && !isProgram) {
    nodes.set(node, hint);
    targets.delete(node.start);
  }
  for (const child of childrenOf(node)) attach(child, isProgram ? -1 : node.start, targets, nodes);
}

/** By 1-based number: the lines that c8 leaves out, by the rules of v8-to-istanbul 9. */
function readIgnoredLines(lines: readonly string[]): ReadonlySet<number> {
  const ignored = new Set<number>();
  let isOff = false;
  let left = 0;
  lines.forEach((text, index) => {
    if (left > 0 || isOff) ignored.add(index + 1);
    if (left > 0) left -= 1;
    const hint = readLineHint(text);
    if (!hint) return;
    ignored.add(index + 1);
    isOff = hint.isOff ?? isOff;
    left = hint.next;
  });
  return ignored;
}

interface LineHint {
  /** Whether all is left out from here on, until it is not. */
  readonly isOff?: boolean;
  /** How many lines behind this one are left out. */
  readonly next: number;
}

/** Of several hints in a line the first of these counts; one behind code is for its own line. */
function readLineHint(text: string): LineHint | undefined {
  const [ownLine, count] = /^\W*\/\* (?:[cv]8|node:coverage) ignore next(?: (\d+))?/.exec(text) ?? [];
  if (ownLine !== undefined) return { next: Number(count ?? 1) };
  if (/\/\* (?:[cv]8|node:coverage) ignore next/.test(text)) return { next: 0 };
  const [, mode] =
    /\/\* [cv|]8 ignore (start|stop)/.exec(text) ?? /\/\* node:coverage (enable|disable)/.exec(text) ?? [];
  return mode === undefined ? undefined : { isOff: mode === 'start' || mode === 'disable', next: 0 };
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
