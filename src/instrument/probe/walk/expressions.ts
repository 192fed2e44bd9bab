/**
 * Visitors of expressions. Every expression may throw, suspend or call, even the reading of a variable. So it is
 * unknown whether control continues after an expression, unless the expression is a constant or a function.
 */
import type { Node } from 'oxc-parser';
import { addArm, addBranch } from '../items/counted-items.js';
import type { NodeOf } from '../syntax/nodes.js';
import { assignedNameOf, takesAssignedName } from './assigned-names.js';
import {
  canSkip,
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
  MemberExpression: visitSpine,
  CallExpression: visitSpine,
  BinaryExpression: visitSpine,
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

type SpineNode = NodeOf<'MemberExpression' | 'CallExpression' | 'BinaryExpression'>;

/**
 * Visits an expression whose first operand may be an expression of the same kind, and so on: `a + b + c`, `a.b().c()`.
 * Generated code has thousands of them in one expression, so they are visited in a loop and not recursively.
 */
function visitSpine(walk: Walk, node: SpineNode): void {
  const outer: SpineNode[] = [];
  let current = node;
  for (let first = firstOperand(current); isSpine(walk, first); first = firstOperand(current)) {
    outer.push(current);
    walk.nodeCount += 1;
    current = first;
  }
  walk.visit(walk, firstOperand(current));
  for (let spine: SpineNode | undefined = current; spine; spine = outer.pop()) {
    if (spine.type === 'BinaryExpression') visitRight(walk, spine);
    else if (spine.type === 'CallExpression') visitArguments(walk, spine);
    else if (spine.computed) walk.visit(walk, spine.property);
    interruptFlow(walk);
  }
}

function visitArguments(walk: Walk, node: NodeOf<'CallExpression'>): void {
  walk.slowCount += 1;
  visitAll(walk, node.arguments);
}

function visitRight(walk: Walk, { operator, left, right }: NodeOf<'BinaryExpression'>): void {
  if (operator === '+' && (isText(left) || isText(right))) walk.slowCount += 1;
  walk.visit(walk, right);
}

/** Whether a node is a string, so that adding it to a value creates a string. */
function isText(node: Node): boolean {
  return node.type === 'Literal' && typeof node.value === 'string';
}

function firstOperand(node: SpineNode): Node {
  if (node.type === 'BinaryExpression') return node.left;
  return node.type === 'CallExpression' ? node.callee : node.object;
}

/** Whether a node can be visited as part of the spine around it. An ignore hint is left to `walk.visit`. */
function isSpine(walk: Walk, node: Node): node is SpineNode {
  if (canSkip(walk, node)) return false;
  switch (node.type) {
    case 'MemberExpression':
    case 'CallExpression':
    case 'BinaryExpression':
      return walk.hintOf(node) === undefined;
    default:
      return false;
  }
}

function visitAssignment(walk: Walk, { operator, left, right }: NodeOf<'AssignmentExpression'>): void {
  if (left.type === 'ObjectPattern' || left.type === 'ArrayPattern') visitSeparately(walk, left);
  else if (left.type !== 'Identifier' || operator !== '=') walk.visit(walk, left);
  if (operator === '+=' && isText(right)) walk.slowCount += 1;
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
    const segment = newExpressionSegment(walk, firstEvaluated(arm));
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

/**
 * Returns the part of an expression that is evaluated first and always. A probe before it counts the expression without
 * parentheses around nested conditional expressions: V8's parser overflows its stack at a certain depth.
 */
function firstEvaluated(node: Node): Node {
  let first = node;
  while (first.type === 'ConditionalExpression') first = first.test;
  return first;
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
function operandsOf(walk: Walk, node: NodeOf<'LogicalExpression'>): readonly Node[] {
  const operands: Node[] = [];
  const pending: Node[] = [node];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.type !== 'LogicalExpression' || (next !== node && walk.hintOf(next) === 'next'))
      operands.push(next);
    else pending.push(next.right, next.left);
  }
  return operands;
}
