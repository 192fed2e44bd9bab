/** Statements in a list, declarations of variables, and the statements that leave or catch. */

import type { Node } from 'oxc-parser';
import { wrap } from '../edits/edits.js';
import { addStatement } from '../items/counted-items.js';
import { type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import {
  endFlow,
  interruptFlow,
  reachExpression,
  reachStatement,
  type Visitors,
  visitApart,
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
  BreakStatement: leave,
  ContinueStatement: leave,
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
    walk.hoistTo = undefined;
    // A break out of it leads right behind it, where the probe of a missing else may stand.
    if (node.body.type === 'IfStatement') wrap(walk.edits, node.body, '{', '}');
    walk.visit(walk, node.body);
    interruptFlow(walk); // a break may lead here
  },
  TryStatement(walk, node) {
    countStatement(walk, node);
    walk.visit(walk, node.block);
    visitApart(walk, node.handler, node.finalizer);
    interruptFlow(walk);
  },
  CatchClause(walk, { param, body }) {
    visitApart(walk, param);
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
    visitApart(walk, body);
    interruptFlow(walk);
  },
  TSEnumDeclaration(walk, { declare, body }) {
    if (declare) return;
    for (const { initializer } of body.members) visitApart(walk, initializer);
    interruptFlow(walk);
  },
};

/** @param isBlock whether it is a block or a program, where functions are counted in front of their declaration */
export function visitStatements(walk: Walk, body: readonly Node[], isBlock = true): void {
  for (const statement of body) {
    walk.hoistTo = isBlock || statement.type === 'ExportNamedDeclaration' ? statement.start : undefined;
    walk.visit(walk, statement);
  }
  walk.hoistTo = undefined;
  if (body.some(isDisposing) && walk.at !== UNREACHABLE) interruptFlow(walk);
}

/** What is disposed of at the end of a block may throw there. */
function isDisposing(node: Node): boolean {
  return node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

export function countStatement(walk: Walk, node: SourceSpan): void {
  addStatement(walk.items, node, reachStatement(walk, node.start));
}

function leave(walk: Walk, node: SourceSpan): void {
  countStatement(walk, node);
  endFlow(walk);
}

function visitDeclaration(walk: Walk, { declarations, declare, kind }: NodeOf<'VariableDeclaration'>): void {
  if (declare) return;
  const { hoistTo } = walk;
  walk.hoistTo = undefined;
  const isHoisted = ({ init }: NodeOf<'VariableDeclarator'>) =>
    hoistTo !== undefined && init !== null && isFunctionOrClass(init);
  const start = declarations.some(isHoisted) ? reachStatement(walk, hoistTo ?? 0) : undefined;
  // What is used may not be disposable; a variable may be a property that refuses the value.
  const isRefusable = kind === 'using' || kind === 'await using' || (kind === 'var' && walk.isInWith);
  for (const declarator of declarations) {
    if (walk.hintOf(declarator) === 'next') interruptFlow(walk);
    else visitDeclarator(walk, declarator, isHoisted(declarator) ? start : undefined);
    if (isRefusable) interruptFlow(walk);
  }
}

/** @param hoisted the segment of the declaration, if the value is counted there: so it keeps its name */
function visitDeclarator(
  walk: Walk,
  { id, init }: NodeOf<'VariableDeclarator'>,
  hoisted: Segment | undefined,
): void {
  if (init) {
    if (!hoisted) walk.dropHint(init);
    const name = takesAssignedName(init) ? assignedNameOf(id, false) : undefined;
    addStatement(walk.items, init, hoisted ?? reachExpression(walk, init, name), id.start);
  }
  visitApart(walk, id);
  if (init) walk.visit(walk, init);
  if (id.type !== 'Identifier') interruptFlow(walk);
}

function isFunctionOrClass({ type }: Node): boolean {
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression' || type === 'ClassExpression';
}
