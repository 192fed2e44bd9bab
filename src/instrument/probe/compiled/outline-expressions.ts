/** Adds the functions, branches and calls in expressions to an outline. */
import type { Node } from 'oxc-parser';
import { childrenOf } from '../syntax/child-nodes.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import type { FunctionNode } from '../walk/functions.js';
import type { OutlinedBranch, OutlinedFunction } from './outline.js';
import { declaredNameOf, namesIn, staticNameOf } from './outline-names.js';
import { addList, addUnit, type Scope, separateParts } from './outline-scope.js';

/** Visits expressions and patterns. @param name that the value of the expression is assigned to */
export function visitExpressions(
  scope: Scope,
  nodes: readonly (Node | null | undefined)[],
  name?: string,
): void {
  for (const node of nodes) if (node) visitExpression(scope, node, name);
}

type Visitors = {
  readonly [Type in Node['type']]?: (scope: Scope, node: NodeOf<Type>, name: string | undefined) => void;
};

const visitInner = (scope: Scope, { expression }: { readonly expression: Node }, name?: string): void =>
  visitExpression(scope, expression, name);
const visitClosure = (
  scope: Scope,
  node: NodeOf<'FunctionExpression'> | NodeOf<'ArrowFunctionExpression'>,
  name?: string,
): void => outlineFunction(scope, node as FunctionNode, { names: definedNames(declaredNameOf(node), name) });

const VISITORS: Visitors = {
  Identifier: noteAlias,
  Literal() {},
  FunctionExpression: visitClosure,
  ArrowFunctionExpression: visitClosure,
  ClassExpression: outlineClass,
  ClassDeclaration: outlineClass,
  ConditionalExpression: visitConditional,
  LogicalExpression: visitLogical,
  AssignmentPattern(scope, node) {
    const { left, right } = node;
    addBranch(scope, 'default-arg', node, undefined, [{ node: right }], left.end);
    visitExpression(scope, left);
    visitExpression(scope, right, staticNameOf(left));
  },
  AssignmentExpression(scope, { left, right }) {
    visitExpression(scope, left);
    visitExpression(scope, right, staticNameOf(left));
  },
  VariableDeclaration(scope, { declarations }) {
    for (const { id, init } of declarations) visitExpressions(scope, [id, init]);
  },
  CallExpression(scope, node, name) {
    addCall(scope, node, name);
    visitExpressions(scope, [node.callee, ...node.arguments]);
  },
  Property: visitProperty,
  SequenceExpression(scope, { expressions }, name) {
    visitExpressions(scope, expressions.slice(0, -1));
    visitExpressions(scope, expressions.slice(-1), name);
  },
  TSAsExpression: visitInner,
  TSSatisfiesExpression: visitInner,
  TSNonNullExpression: visitInner,
  TSTypeAssertion: visitInner,
  TSInstantiationExpression: visitInner,
  TSParameterProperty: (scope, { decorators, parameter }) =>
    visitExpressions(scope, [...decorators, parameter]),
};

/** Visits an expression of any type. Types are not counted. */
function visitExpression(scope: Scope, node: Node, name?: string): void {
  const visit = VISITORS[node.type] as ((scope: Scope, node: Node, name?: string) => void) | undefined;
  if (visit) visit(scope, node, name);
  else if (!node.type.startsWith('TS')) visitExpressions(scope, childrenOf(node));
}

function definedNames(...names: readonly (string | undefined)[]): readonly string[] {
  return names.filter((name) => name !== undefined);
}

function visitProperty(scope: Scope, { key, value, computed, start }: NodeOf<'Property'>): void {
  if (computed) visitExpression(scope, key);
  const name = computed ? undefined : staticNameOf(key);
  if (value.type === 'FunctionExpression')
    outlineFunction(scope, value, { names: definedNames(declaredNameOf(value), name), start });
  else visitExpression(scope, value, name);
}

interface FunctionPlace {
  readonly names: readonly string[];
  /** Offset of the method or property that the function is the value of. */
  readonly start?: number;
}

/** Adds a function with its parameters and its body. */
export function outlineFunction(scope: Scope, node: FunctionNode, { names, start }: FunctionPlace): void {
  const { body } = node;
  if (!body) return;
  const { outline, find, outer } = scope;
  const list = addList(scope, 'function');
  const id = node.type === 'ArrowFunctionExpression' ? undefined : node.id?.start;
  const starts = [start, id, node.start].filter((one) => one !== undefined);
  const added: OutlinedFunction = { node, names, starts, body, list, item: find.function(body), outer };
  outline.functions.push(added);
  const inner = { ...scope, outer: added, list, owner: added };
  visitExpressions(inner, node.params);
  if (body.type === 'BlockStatement') {
    for (const statement of body.body) scope.visitStatement({ ...inner, owner: list }, statement);
  } else {
    const unit = addUnit(inner, { kind: 'ReturnedExpression', span: body, parts: [body] });
    visitExpression(unit, body);
  }
}

/** Adds the members of a class. */
export function outlineClass(scope: Scope, node: NodeOf<'ClassDeclaration' | 'ClassExpression'>): void {
  if (node.declare) return;
  visitExpressions(scope, [...node.decorators, node.superClass]);
  const fields = addList(scope, 'fields');
  for (const member of node.body.body) {
    if (member.type === 'StaticBlock') {
      const list = addList(scope, 'open');
      scope.visitStatement({ ...scope, list, owner: list }, member);
    } else if (
      member.type === 'MethodDefinition' ||
      member.type === 'PropertyDefinition' ||
      member.type === 'AccessorProperty'
    ) {
      visitExpressions(scope, [...member.decorators, member.computed ? member.key : null]);
      visitMember({ ...scope, list: fields, owner: fields }, member);
    }
  }
}

function visitMember(
  scope: Scope,
  member: NodeOf<'MethodDefinition' | 'PropertyDefinition' | 'AccessorProperty'>,
): void {
  const { key, value, start, end, computed } = member;
  const name = computed ? undefined : staticNameOf(key);
  const names = name === undefined ? [] : [name];
  if (!value) return;
  if (member.type === 'MethodDefinition') {
    outlineFunction(scope, member.value, { names, start });
  } else if (!('declare' in member) || !member.declare) {
    const span = { start: key.start, end };
    const partsRange = { start: key.end, end };
    const unit = addUnit(scope, { kind: 'Field', span, counted: value, parts: [value], partsRange, value });
    visitExpression(unit, value, name);
  }
}

function visitConditional(scope: Scope, node: NodeOf<'ConditionalExpression'>, name?: string): void {
  const { test, consequent, alternate } = node;
  addBranch(scope, 'cond-expr', node, test, [{ node: consequent }, { node: alternate }]);
  visitExpression(scope, test);
  visitExpressions(scope, [consequent, alternate], name);
}

/** Adds nested logical expressions as one branch. */
function visitLogical(scope: Scope, node: NodeOf<'LogicalExpression'>, name: string | undefined): void {
  const operands = operandsOf(node, undefined);
  addBranch(scope, 'binary-expr', node, undefined, operands);
  visitExpressions(
    scope,
    operands.map((operand) => operand.node),
    name,
  );
}

interface Operand {
  readonly node: Node;
  readonly operator?: string | undefined;
}

function operandsOf(node: Node, operator: string | undefined): readonly Operand[] {
  if (node.type !== 'LogicalExpression') return [{ node, operator }];
  return [...operandsOf(node.left, operator), ...operandsOf(node.right, node.operator)];
}

function addBranch(
  { outline, owner, find }: Scope,
  kind: OutlinedBranch['kind'],
  span: SourceSpan,
  test: Node | undefined,
  operands: readonly Operand[],
  partsStart = span.start,
): void {
  const nodes = operands.map(({ node }) => node);
  const [testPart, ...parts] = separateParts([test, ...nodes], { start: partsStart, end: span.end });
  const arms = parts.flatMap((part, index) => {
    const { operator, node } = operands[index] as Operand;
    return part ? [{ ...part, operator, isLiteral: node.type === 'Literal' }] : [];
  });
  const { start, end } = span;
  outline.branches.push({
    kind,
    span: { start, end },
    owner,
    test: testPart,
    arms,
    item: find.branch(kind, span),
  });
}

function addCall(scope: Scope, node: NodeOf<'CallExpression'>, name: string | undefined): void {
  const { outline, outer } = scope;
  // A minifier may have written the function in the place of its name, so this proves no call of a named function.
  if (node.callee.type === 'FunctionExpression' || node.callee.type === 'ArrowFunctionExpression') return;
  const called = staticNameOf(node.callee);
  outline.calls.push({
    starts: [node.start, ...startsIn(node.callee)],
    name: called,
    argumentNames: node.arguments.flatMap(namesIn),
    outer,
  });
  if (called === 'require' && name !== undefined) outline.aliases.push([name, 'exports'], [name, 'default']);
}

/** Returns the offsets of the names in a callee, such as of `a` and `b` in `a.b`, `(0, a.b)` and `a.b.call`. */
function startsIn(node: Node): readonly number[] {
  switch (node.type) {
    case 'MemberExpression':
      return [node.start, node.property.start, ...startsIn(node.object)];
    case 'SequenceExpression':
      return [node.start, ...node.expressions.slice(-1).flatMap(startsIn)];
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSInstantiationExpression':
      return [node.start, ...startsIn(node.expression)];
    default:
      return [node.start];
  }
}

function noteAlias({ outline }: Scope, node: Node, name: string | undefined): void {
  if (name !== undefined && node.type === 'Identifier' && node.name !== name)
    outline.aliases.push([name, node.name]);
}
