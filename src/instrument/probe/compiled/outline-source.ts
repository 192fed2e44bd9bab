/** Builds the outline of a source: visits its statements. `outline-expressions.ts` visits what is in them. */
import type { Node } from 'oxc-parser';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import type { WalkedSource } from '../walk/walk-source.js';
import type { Outline, Unit, UnitKind } from './outline.js';
import { outlineClass, outlineFunction, visitExpressions } from './outline-expressions.js';
import { addList, addUnit, findItems, type Scope, type UnitShape } from './outline-scope.js';

/** Returns the outline of a source that is already walked. */
export function outlineSource({ program, items }: WalkedSource): Outline {
  const outline: Outline = { functions: [], lists: [], branches: [], calls: [], aliases: [] };
  const list = addList({ outline }, 'open');
  const scope = { outline, find: findItems(items), list, owner: list, outer: undefined, visitStatement };
  for (const statement of program.body) visitStatement(scope, statement);
  return outline;
}

type Body = readonly [role: string, body: Node | readonly Node[] | null | undefined, range: SourceSpan];

/** Visits the statements that a unit contains. A body that is no block is a list of one statement. */
function visitBodies(scope: Scope & { readonly owner: Unit }, ...bodies: readonly Body[]): void {
  for (const [role, body, range] of bodies) {
    if (!body) continue;
    const list = addList(scope, 'part', { span: 'type' in body ? body : range, range });
    scope.owner.lists.set(role, list);
    const statements = 'type' in body ? [body] : body;
    for (const statement of statements) visitStatement({ ...scope, list, owner: list }, statement);
  }
}

/** Adds a statement whose own expressions come before its bodies, and visits these expressions. */
function addStatement(
  scope: Scope,
  node: Node,
  parts: readonly (Node | null | undefined)[] = [],
  shape: Partial<UnitShape> = {},
): Scope & { readonly owner: Unit } {
  const inner = addUnit(scope, { kind: node.type, span: node, parts, ...shape });
  visitExpressions(inner, parts);
  return inner;
}

type Visitors = { readonly [Type in Node['type']]?: (scope: Scope, node: NodeOf<Type>) => void };

const addWithArgument: Visitors['ReturnStatement'] & Visitors['ThrowStatement'] = (scope, node) => {
  addStatement(scope, node, [node.argument]);
};
const addAlone = (scope: Scope, node: Node): void => void addStatement(scope, node);
const visitBlock: Visitors['BlockStatement'] & Visitors['StaticBlock'] = (scope, { body }) => {
  for (const statement of body) visitStatement(scope, statement);
};

const VISITORS: Visitors = {
  ExpressionStatement(scope, node) {
    if (!node.directive)
      addStatement(scope, node, [node.expression], { value: assignedValueOf(node.expression) });
  },
  VariableDeclaration(scope, node) {
    if (!node.declare) visitDeclarators(scope, node);
  },
  ReturnStatement: addWithArgument,
  ThrowStatement: addWithArgument,
  BreakStatement: addAlone,
  ContinueStatement: addAlone,
  DebuggerStatement: addAlone,
  BlockStatement: visitBlock,
  StaticBlock: visitBlock,
  IfStatement: visitIf,
  SwitchStatement: visitSwitch,
  ForStatement: visitFor,
  WhileStatement: (scope, node) => visitLoop(scope, node, [null, node.test, null], 'ForStatement'),
  ForInStatement: (scope, node) => visitLoop(scope, node, [node.right]),
  ForOfStatement: (scope, node) => visitLoop(scope, node, [node.right]),
  WithStatement: (scope, node) => visitLoop(scope, node, [node.object]),
  DoWhileStatement(scope, node) {
    const { start, end, body, test } = node;
    const inner = addStatement(scope, node, [test], { partsRange: { start: body.end, end } });
    visitBodies(inner, ['body', body, { start, end: test.start }]);
  },
  LabeledStatement: (scope, node) => visitBodies(addStatement(scope, node), ['body', node.body, node]),
  TryStatement: visitTry,
  FunctionDeclaration: (scope, node) =>
    outlineFunction(scope, node, { names: node.id ? [node.id.name] : [] }),
  ClassDeclaration: outlineClass,
  ExportNamedDeclaration(scope, { declaration, specifiers, start }) {
    if (declaration?.type === 'FunctionDeclaration') visitExportedFunction(scope, declaration, start);
    else if (declaration) visitStatement(scope, declaration);
    addSpecifiers(scope, specifiers);
  },
  ImportDeclaration: (scope, { specifiers }) => addSpecifiers(scope, specifiers),
  ExportDefaultDeclaration: visitDefaultExport,
  TSExportAssignment: (scope, { expression }) =>
    visitExpressions({ ...scope, owner: scope.list }, [expression]),
  TSModuleDeclaration(scope, { declare, body }) {
    if (declare || body?.type !== 'TSModuleBlock') return;
    const list = addList(scope, 'open');
    for (const statement of body.body) visitStatement({ ...scope, list, owner: list }, statement);
  },
  TSEnumDeclaration(scope, { declare, body }) {
    if (declare) return;
    const initializers = body.members.map(({ initializer }) => initializer);
    visitExpressions({ ...scope, owner: scope.list }, initializers);
  },
};

function visitStatement(scope: Scope, node: Node): void {
  const visit = VISITORS[node.type] as ((scope: Scope, node: Node) => void) | undefined;
  visit?.(scope, node);
}

function visitDeclarators(scope: Scope, { declarations }: NodeOf<'VariableDeclaration'>): void {
  for (const { id, init } of declarations) {
    if (!init) {
      visitExpressions(scope, [id]);
      continue;
    }
    const span = { start: id.start, end: init.end };
    const partsRange = { start: id.end, end: init.end };
    const inner = addUnit(scope, {
      kind: 'Declarator',
      span,
      counted: init,
      parts: [init],
      partsRange,
      value: init,
    });
    visitExpressions(inner, [id]);
    visitExpressions(inner, [init], id.type === 'Identifier' ? id.name : undefined);
  }
}

function visitIf(scope: Scope, node: NodeOf<'IfStatement'>): void {
  const { test, consequent, alternate, start, end } = node;
  const inner = addStatement(scope, node, [test], { partsRange: { start, end: consequent.start } });
  visitBodies(
    inner,
    ['consequent', consequent, { start: test.end, end: alternate?.start ?? end }],
    ['alternate', alternate, { start: consequent.end, end }],
  );
}

function visitSwitch(scope: Scope, node: NodeOf<'SwitchStatement'>): void {
  const { discriminant, cases, start, end } = node;
  const inner = addStatement(scope, node, [discriminant], {
    partsRange: { start, end: cases[0]?.start ?? end },
  });
  cases.forEach((switchCase, index) => {
    visitExpressions(inner, [switchCase.test]);
    visitBodies(inner, [
      `case ${index} ${switchCase.test ? 'test' : 'default'}`,
      switchCase.consequent,
      switchCase,
    ]);
  });
}

function visitFor(scope: Scope, node: NodeOf<'ForStatement'>): void {
  const { init, test, update, body, start } = node;
  const inner = addUnit(scope, {
    kind: node.type,
    span: node,
    parts: [init, test, update],
    partsRange: { start, end: body.start },
  });
  if (init?.type === 'VariableDeclaration') visitBodies(inner, ['init', init, { start, end: init.end }]);
  else visitExpressions(inner, [init]);
  visitExpressions(inner, [test, update]);
  visitBodies(inner, ['body', body, body]);
}

function visitLoop(
  scope: Scope,
  node: NodeOf<'WhileStatement' | 'ForInStatement' | 'ForOfStatement' | 'WithStatement'>,
  parts: readonly (Node | null)[],
  kind: UnitKind = node.type,
): void {
  const inner = addStatement(scope, node, parts, {
    kind,
    partsRange: { start: node.start, end: node.body.start },
  });
  if ('left' in node) visitExpressions(inner, [node.left]);
  visitBodies(inner, ['body', node.body, node]);
}

function visitTry(scope: Scope, node: NodeOf<'TryStatement'>): void {
  const { block, handler, finalizer } = node;
  const inner = addUnit(scope, { kind: node.type, span: node });
  visitExpressions(inner, [handler?.param]);
  visitBodies(
    inner,
    ['block', block, block],
    ['handler', handler?.body, handler ?? node],
    ['finalizer', finalizer, finalizer ?? node],
  );
}

function visitDefaultExport(
  scope: Scope,
  { declaration: node, start }: NodeOf<'ExportDefaultDeclaration'>,
): void {
  if (node.type === 'FunctionDeclaration') visitExportedFunction(scope, node, start, 'default');
  else if (node.type === 'ClassDeclaration') outlineClass(scope, node);
  else visitExpressions({ ...scope, owner: scope.list }, [node], 'default');
}

/** Visits a function after `export`. TypeScript 7 maps the compiled function to the keyword, and not its name. */
function visitExportedFunction(
  scope: Scope,
  node: NodeOf<'FunctionDeclaration'>,
  start: number,
  ...names: readonly string[]
): void {
  outlineFunction(scope, node, { names: node.id ? [...names, node.id.name] : names, start });
}

/** Notes which names are the same, as in `import { a as b }`. */
function addSpecifiers(
  { outline }: Scope,
  specifiers: NodeOf<'ImportDeclaration' | 'ExportNamedDeclaration'>['specifiers'],
): void {
  for (const specifier of specifiers) {
    if (specifier.type === 'ImportDefaultSpecifier') outline.aliases.push([specifier.local.name, 'default']);
    if (specifier.type === 'ImportSpecifier')
      outline.aliases.push([specifier.local.name, exportedName(specifier.imported)]);
    if (specifier.type === 'ExportSpecifier')
      outline.aliases.push([exportedName(specifier.local), exportedName(specifier.exported)]);
  }
}

function exportedName(node: NodeOf<'ExportSpecifier'>['exported']): string {
  return node.type === 'Literal' ? String(node.value) : node.name;
}

/** Returns the value that an expression assigns, as compilers write `exports.a = value` for `export const a = value`. */
function assignedValueOf(expression: Node): SourceSpan | undefined {
  if (expression.type === 'SequenceExpression')
    return expression.expressions[0] && assignedValueOf(expression.expressions[0]);
  if (expression.type === 'AssignmentExpression')
    return expression.operator === '=' ? expression.right : undefined;
  // Helpers that define a field: `__publicField(this, "a", value)`.
  if (expression.type !== 'CallExpression' || expression.arguments.length !== 3) return undefined;
  return expression.callee.type === 'Identifier' ? expression.arguments[2] : undefined;
}
