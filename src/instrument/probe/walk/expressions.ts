/**
 * Visitors of expressions. Every expression may throw, suspend or call, even the reading of a variable. So it is
 * unknown whether control continues after an expression, unless the expression is a constant or a function.
 */
import type { Node } from 'oxc-parser';
import { addArm, addBranch } from '../items/counted-items.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import {
  interruptFlow,
  newExpressionSegment,
  segmentAtExpression,
  type Visitors,
  visitAll,
  visitSeparately,
  type Walk,
} from './walk.js';

const visitInner = (walk: Walk, { expression }: { readonly expression: Node }) =>
  walk.visit(walk, expression);

export const expressionVisitors: Visitors = {
  Literal() {},
  Identifier: interruptFlow,
  ThisExpression: interruptFlow,
  // The most frequent types have visitors of their own, which avoid building a list of their children.
  MemberExpression(walk, { object, property, computed }) {
    walk.visit(walk, object);
    if (computed) walk.visit(walk, property);
    interruptFlow(walk);
  },
  CallExpression(walk, { callee, arguments: args }) {
    walk.visit(walk, callee);
    visitAll(walk, args);
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
    interruptFlow(walk); // the code after `?.` is not always evaluated
    walk.visit(walk, expression);
    interruptFlow(walk);
  },
  AssignmentExpression: visitAssignment,
  AssignmentPattern: visitDefault,
  ConditionalExpression: visitConditional,
  LogicalExpression: visitLogical,
};

function visitAssignment(walk: Walk, { operator, left, right }: NodeOf<'AssignmentExpression'>): void {
  if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') visitSeparately(walk, left);
  else if (left.type !== 'Identifier' || operator !== '=') walk.visit(walk, left);
  walk.visit(walk, right);
  interruptFlow(walk);
}

/** Visits the default value of a parameter or of an element of a pattern. */
function visitDefault(walk: Walk, { start, end, left, right }: NodeOf<'AssignmentPattern'>): void {
  const branch = addBranch(walk.items, 'default-arg', { start, end }, right);
  walk.dropHint(right);
  // A function does not take the name of a target in parentheses.
  const isUnparenthesized = start === left.start;
  const name = isUnparenthesized && takesAssignedName(right) ? assignedNameOf(left, false) : undefined;
  const segment = newExpressionSegment(walk, right, name);
  addArm(walk.items, branch, right, segment);
  visitSeparately(walk, left);
  walk.currentSegment = segment;
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
    walk.currentSegment = segment;
    walk.visit(walk, arm);
  }
  interruptFlow(walk);
}

/** Visits nested logical expressions, whose operands are arms of one branch. The first operand is always evaluated. */
function visitLogical(walk: Walk, node: NodeOf<'LogicalExpression'>): void {
  const operandNodes = operandsOf(walk, node);
  const branch = addBranch(walk.items, 'binary-expr', node, ...operandNodes);
  const operands = operandNodes.map((operand, index) => {
    if (walk.hintOf(operand) === 'next') return { operand, segment: undefined };
    const segment = index === 0 ? segmentAtExpression(walk, operand) : newExpressionSegment(walk, operand);
    addArm(walk.items, branch, operand, segment);
    return { operand, segment };
  });
  for (const { operand, segment } of operands) {
    walk.currentSegment = segment;
    walk.visit(walk, operand);
  }
  interruptFlow(walk);
}

/** Returns the operands of nested logical expressions in source order. */
function operandsOf(walk: Walk, node: Node): readonly Node[] {
  if (node.type !== 'LogicalExpression') return [node];
  const sides = [node.left, node.right].filter(
    (side) => side.type !== 'LogicalExpression' || walk.hintOf(side) !== 'next',
  );
  return sides.flatMap((side) => operandsOf(walk, side));
}
