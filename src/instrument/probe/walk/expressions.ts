/**
 * Expressions. Each may throw, suspend or call, even a name that is only read, so behind an expression it is not
 * known whether control goes on: but for constants and functions.
 */

import type { Node } from 'oxc-parser';
import { addArm, addBranch } from '../items/counted-items.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import {
  interruptFlow,
  newExpressionSegment,
  reachExpression,
  type Visitors,
  visitAll,
  visitApart,
  type Walk,
} from './walk.js';

const visitInner = (walk: Walk, { expression }: { readonly expression: Node }) =>
  walk.visit(walk, expression);

export const expressionVisitors: Visitors = {
  Literal() {},
  Identifier: interruptFlow,
  ThisExpression: interruptFlow,
  // The commonest kinds, which need no list of their children.
  MemberExpression(walk, { object, property, computed }) {
    walk.visit(walk, object);
    if (computed) walk.visit(walk, property);
    interruptFlow(walk);
  },
  CallExpression(walk, { callee, arguments: passed }) {
    walk.visit(walk, callee);
    visitAll(walk, passed);
    interruptFlow(walk);
  },
  BinaryExpression(walk, { left, right }) {
    walk.visit(walk, left);
    walk.visit(walk, right);
    interruptFlow(walk);
  },
  TSAsExpression: visitInner,
  TSSatisfiesExpression: visitInner,
  TSNonNullExpression: visitInner,
  TSTypeAssertion: visitInner,
  TSInstantiationExpression: visitInner,
  ChainExpression(walk, { expression }) {
    interruptFlow(walk); // what is behind `?.` is not always evaluated
    walk.visit(walk, expression);
    interruptFlow(walk);
  },
  AssignmentExpression: visitAssignment,
  AssignmentPattern: visitDefault,
  ConditionalExpression: visitConditional,
  LogicalExpression: visitLogical,
};

function visitAssignment(walk: Walk, { operator, left, right }: NodeOf<'AssignmentExpression'>): void {
  if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') visitApart(walk, left);
  else if (left.type !== 'Identifier' || operator !== '=') walk.visit(walk, left);
  walk.visit(walk, right);
  interruptFlow(walk);
}

/** The default of a parameter or of a part of a pattern. */
function visitDefault(walk: Walk, { start, end, left, right }: NodeOf<'AssignmentPattern'>): void {
  const branch = addBranch(walk.items, 'default-arg', { start, end }, right);
  walk.dropHint(right);
  // A target in parentheses gives no name.
  const isPlain = start === left.start;
  const name = isPlain && takesAssignedName(right) ? assignedNameOf(left, false) : undefined;
  const segment = newExpressionSegment(walk, right, name);
  addArm(walk.items, branch, right, segment);
  visitApart(walk, left);
  walk.at = segment;
  walk.visit(walk, right);
  interruptFlow(walk);
}

function visitConditional(walk: Walk, node: NodeOf<'ConditionalExpression'>): void {
  const branch = addBranch(walk.items, 'cond-expr', node, node.consequent);
  const arms = [node.consequent, node.alternate].map((arm) => {
    const segment = newExpressionSegment(walk, arm);
    if (walk.hintOf(arm) !== 'next') addArm(walk.items, branch, arm, segment);
    return { arm, segment };
  });
  walk.visit(walk, node.test);
  for (const { arm, segment } of arms) {
    walk.at = segment;
    walk.visit(walk, arm);
  }
  interruptFlow(walk);
}

/** Operands of nested logical expressions are arms of one branch. The first is always evaluated. */
function visitLogical(walk: Walk, node: NodeOf<'LogicalExpression'>): void {
  const leaves = operandsOf(walk, node);
  const branch = addBranch(walk.items, 'binary-expr', node, ...leaves);
  const operands = leaves.map((operand, index) => {
    if (walk.hintOf(operand) === 'next') return { operand, segment: undefined };
    const segment = index === 0 ? reachExpression(walk, operand) : newExpressionSegment(walk, operand);
    addArm(walk.items, branch, operand, segment);
    return { operand, segment };
  });
  for (const { operand, segment } of operands) {
    walk.at = segment;
    walk.visit(walk, operand);
  }
  interruptFlow(walk);
}

function operandsOf(walk: Walk, node: Node): readonly Node[] {
  if (node.type !== 'LogicalExpression') return [node];
  const parts = [node.left, node.right].filter(
    (part) => part.type !== 'LogicalExpression' || walk.hintOf(part) !== 'next',
  );
  return parts.flatMap((part) => operandsOf(walk, part));
}
