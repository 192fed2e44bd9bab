/** Finds the functions `main` and `default` that a module exports, in ES modules and in CommonJS. */
import type { ArrowFunctionExpression, Function as FunctionSyntax, Node, Program } from 'oxc-parser';

/** A function that a module exports. */
export interface ExportedFunction {
  /** Name in the module; `undefined` if it has none there. */
  readonly local: string | undefined;
  /** Whether it has parameters without default. */
  readonly needsArguments: boolean;
}

export interface ExportedFunctions {
  readonly main: ExportedFunction | undefined;
  readonly defaultFunction: ExportedFunction | undefined;
}

type Exports = readonly (readonly [name: string, found: ExportedFunction])[];

type FunctionNode = FunctionSyntax | ArrowFunctionExpression;

export function findExportedFunctions({ body }: Program): ExportedFunctions {
  const functions = new Map(body.flatMap(declaredFunctions));
  const exported = new Map(body.flatMap((statement) => exportsOf(statement, functions)));
  return { main: exported.get('main'), defaultFunction: exported.get('default') };
}

type Functions = ReadonlyMap<string, ExportedFunction>;

/** Returns the functions that a statement declares, by name. */
function declaredFunctions(statement: Node): readonly (readonly [string, ExportedFunction])[] {
  if (statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration')
    return statement.declaration ? declaredFunctions(statement.declaration) : [];
  if (statement.type === 'FunctionDeclaration')
    return statement.id ? [[statement.id.name, describeFunction(statement, statement.id.name)]] : [];
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init && isFunctionNode(init)
      ? [[id.name, describeFunction(init, id.name)] as const]
      : [],
  );
}

function exportsOf(statement: Node, functions: Functions): Exports {
  switch (statement.type) {
    case 'ExportNamedDeclaration':
      return namedExports(statement, functions);
    case 'ExportDefaultDeclaration':
      return exportOf('default', statement.declaration, functions);
    case 'ExpressionStatement':
      return commonJsExports(statement.expression, functions);
    default:
      return [];
  }
}

function namedExports(
  { declaration, specifiers, source }: Extract<Node, { type: 'ExportNamedDeclaration' }>,
  functions: Functions,
): Exports {
  const declared = declaration ? declaredFunctions(declaration) : [];
  const specified = specifiers.flatMap(({ local, exported }) => {
    const found = source ? UNKNOWN : functions.get(nameOf(local));
    return found ? [[nameOf(exported), found] as const] : [];
  });
  return [...declared, ...specified];
}

/** A function of another module. */
const UNKNOWN: ExportedFunction = { local: undefined, needsArguments: false };

/** Returns the exports of `exports.main = …` and `module.exports = …`. */
function commonJsExports(node: Node, functions: Functions): Exports {
  if (node.type !== 'AssignmentExpression') return [];
  const path = memberPath(node.left);
  if (path === 'module.exports' && node.right.type === 'ObjectExpression') {
    return node.right.properties.flatMap((property) =>
      property.type === 'Property' ? exportOf(nameOf(property.key), property.value, functions) : [],
    );
  }
  if (path === 'module.exports') return exportOf('default', node.right, functions);
  const [, name] = /^(?:module\.)?exports\.(main|default)$/.exec(path) ?? [];
  return name === undefined ? [] : exportOf(name, node.right, functions);
}

function exportOf(name: string, value: Node, functions: Functions): Exports {
  if (isFunctionNode(value)) return [[name, describeFunction(value, functionName(value))]];
  const found = value.type === 'Identifier' ? functions.get(value.name) : undefined;
  return found ? [[name, found]] : [];
}

function functionName(node: FunctionNode): string | undefined {
  return node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name;
}

function describeFunction({ params }: FunctionNode, local: string | undefined): ExportedFunction {
  const needsArguments = params.some(({ type }) => type !== 'AssignmentPattern' && type !== 'RestElement');
  return { local, needsArguments };
}

function isFunctionNode(node: Node): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Returns `module.exports.main` for such an expression; an empty text for any other node. */
function memberPath(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed) return '';
  return `${memberPath(node.object)}.${nameOf(node.property)}`;
}

/** Returns the name of an identifier or the text of a literal. */
function nameOf(node: Node): string {
  if ('name' in node && typeof node.name === 'string') return node.name;
  return 'value' in node ? String(node.value) : '';
}
