/** Visitors of statement lists, declarations, and statements that jump or catch. */
import type { Node } from 'oxc-parser';
import { wrapWithText } from '../edits/edits.js';
import { addStatement } from '../items/counted-items.js';
import { type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import {
  endFlow,
  interruptFlow,
  segmentAtExpression,
  segmentAtStatement,
  type Visitors,
  visitSeparately,
  type Walk,
} from './walk.js';

export const statementVisitors: Visitors = {
  Program: (walk, { body }) => visitStatements(walk, body),
  BlockStatement: (walk, { body }) => visitStatements(walk, body),
  TSModuleBlock: (walk, { body }) => visitStatements(walk, body, false),
  EmptyStatement() {},
  ExpressionStatement(walk, node) {
    if (node.directive) return;
    countStatement(walk, node);
    walk.visit(walk, node.expression);
  },
  DebuggerStatement: countStatement,
  BreakStatement: visitJump,
  ContinueStatement: visitJump,
  ReturnStatement(walk, node) {
    countStatement(walk, node);
    if (node.argument) walk.visit(walk, node.argument);
    endFlow(walk);
  },
  ThrowStatement(walk, node) {
    countStatement(walk, node);
    walk.visit(walk, node.argument);
    endFlow(walk);
  },
  LabeledStatement(walk, node) {
    countStatement(walk, node);
    walk.hoistOffset = undefined;
    // A `break` to the label continues right after the statement, where the probe of a missing `else` may be.
    if (node.body.type === 'IfStatement') wrapWithText(walk.edits, node.body, '{', '}');
    walk.visit(walk, node.body);
    interruptFlow(walk); // a `break` may continue here
  },
  TryStatement(walk, node) {
    countStatement(walk, node);
    walk.visit(walk, node.block);
    visitSeparately(walk, node.handler, node.finalizer);
    interruptFlow(walk);
  },
  CatchClause(walk, { param, body }) {
    visitSeparately(walk, param);
    walk.visit(walk, body);
  },
  VariableDeclaration: visitDeclaration,
  ImportDeclaration() {},
  TSImportEqualsDeclaration: interruptFlow,
  ExportAllDeclaration() {},
  ExportNamedDeclaration(walk, { declaration }) {
    if (declaration) walk.visit(walk, declaration);
  },
  ExportDefaultDeclaration: (walk, { declaration }) => walk.visit(walk, declaration),
  TSExportAssignment: (walk, { expression }) => walk.visit(walk, expression),
  TSModuleDeclaration(walk, { declare, body }) {
    if (declare || !body) return;
    visitSeparately(walk, body);
    interruptFlow(walk);
  },
  TSEnumDeclaration(walk, { declare, body }) {
    if (declare) return;
    for (const { initializer } of body.members) visitSeparately(walk, initializer);
    interruptFlow(walk);
  },
};

/**
 * Visits the statements of a list.
 *
 * @param isBlock whether the list is a block or a program, where functions can be counted before their declaration
 */
export function visitStatements(walk: Walk, body: readonly Node[], isBlock = true): void {
  for (const statement of body) {
    walk.hoistOffset = isBlock || statement.type === 'ExportNamedDeclaration' ? statement.start : undefined;
    walk.visit(walk, statement);
  }
  walk.hoistOffset = undefined;
  if (body.some(isDisposing) && walk.currentSegment !== UNREACHABLE) interruptFlow(walk);
}

/** Whether a statement declares a resource, whose disposal at the end of the block may throw. */
function isDisposing(node: Node): boolean {
  return node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

/** Adds a statement to the items. */
export function countStatement(walk: Walk, node: SourceSpan): void {
  addStatement(walk.items, node, segmentAtStatement(walk, node.start));
}

function visitJump(walk: Walk, node: SourceSpan): void {
  countStatement(walk, node);
  endFlow(walk);
}

function visitDeclaration(walk: Walk, { declarations, declare, kind }: NodeOf<'VariableDeclaration'>): void {
  if (declare) return;
  const { hoistOffset } = walk;
  walk.hoistOffset = undefined;
  const isHoisted = ({ init }: NodeOf<'VariableDeclarator'>) =>
    hoistOffset !== undefined && init !== null && isFunctionOrClass(init);
  const start = declarations.some(isHoisted) ? segmentAtStatement(walk, hoistOffset ?? 0) : undefined;
  // A resource may not be disposable; a variable may be a property of a `with` object that rejects the value.
  const mayThrow = kind === 'using' || kind === 'await using' || (kind === 'var' && walk.isInWith);
  for (const declarator of declarations) {
    if (walk.hintOf(declarator) === 'next') interruptFlow(walk);
    else visitDeclarator(walk, declarator, isHoisted(declarator) ? start : undefined);
    if (mayThrow) interruptFlow(walk);
  }
}

/**
 * Visits one declared variable.
 *
 * @param hoisted the segment of the declaration if the value is counted there, so that a function keeps its name
 */
function visitDeclarator(
  walk: Walk,
  { id, init }: NodeOf<'VariableDeclarator'>,
  hoisted: Segment | undefined,
): void {
  if (init) {
    if (!hoisted) walk.dropHint(init);
    const name = takesAssignedName(init) ? assignedNameOf(id, false) : undefined;
    addStatement(walk.items, init, hoisted ?? segmentAtExpression(walk, init, name), id.start);
  }
  visitSeparately(walk, id);
  if (init) walk.visit(walk, init);
  if (id.type !== 'Identifier') interruptFlow(walk);
}

function isFunctionOrClass({ type }: Node): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'ClassExpression';
}
