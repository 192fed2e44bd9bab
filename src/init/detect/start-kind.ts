/** Finds out how a module starts its app, from its syntax tree. */
import type { Node, Program } from 'oxc-parser';
import { childrenOf } from '../../instrument/probe/syntax/child-nodes.js';
import { type ExportedFunctions, findExportedFunctions } from './exported-functions.js';

/**
 * How a module starts its app:
 * - `main`, `default`: a caller calls the function that it exports
 * - `main-module`: it starts if Node runs it as the main module
 * - `itself`: it exports a function `main` or a default function, and calls it when it is loaded
 * - `load`: it starts when it is loaded
 * - `nothing`: loading it only defines something
 */
export type StartKind = 'main' | 'default' | 'main-module' | 'itself' | 'load' | 'nothing';

/** @param program syntax tree of the module */
export function detectStartKind(program: Program, source: string): StartKind {
  const { main, defaultFunction } = findExportedFunctions(program);
  const calls = program.body.flatMap((statement) => listImmediateCalls(statement, source));
  const isGuarded = hasGuard(program, source);
  const callsOne = (exported: ExportedFunctions['main']) =>
    exported?.local !== undefined && calls.some((call) => callsFunction(call, exported.local));
  if (callsOne(main) || (callsOne(defaultFunction) && !isGuarded)) return 'itself';
  if (main && !(isGuarded && main.needsArguments)) return 'main';
  if (isGuarded) return 'main-module';
  if (defaultFunction && !defaultFunction.needsArguments) return 'default';
  return calls.some((call) => !isRequire(call)) || loadsOthers(program) ? 'load' : 'nothing';
}

/** Matches the conditions under which a module starts only as the main module, as harness/main-module.ts does. */
const GUARD =
  /\brequire\.main\b|\bmodule\.parent\b|\bimport\.meta\.main\b|\bprocess\.argv(?:\[1\]|\.at\(1\))/;

function hasGuard(program: Program, source: string): boolean {
  return program.body.some((statement) => guardOf(statement, source) !== undefined);
}

/** Returns the condition of a statement that runs only in the main module. */
function guardOf(node: Node, source: string): Node | undefined {
  if (node.type === 'ExpressionStatement') return guardOf(node.expression, source);
  const isConditional = node.type === 'IfStatement' || node.type === 'ConditionalExpression';
  const condition = isConditional ? node.test : node.type === 'LogicalExpression' ? node.left : undefined;
  return condition && GUARD.test(expandNames(source.slice(condition.start, condition.end), source))
    ? condition
    : undefined;
}

/** Adds the values of the constants that a condition names: `const isMain = require.main === module; if (isMain) …`. */
function expandNames(condition: string, source: string): string {
  const names = condition.match(/[A-Za-z_$][\w$]*/g) ?? [];
  const values = names.flatMap((name) => {
    const escaped = name.replaceAll('$', '\\$');
    return new RegExp(`\\b(?:const|let|var)\\s+${escaped}\\s*=([^;\\n]*)`).exec(source)?.[1] ?? [];
  });
  return [condition, ...values].join('\n');
}

type Call = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

/** Returns the calls that run when the module is loaded, without those in functions that are called later. */
function listImmediateCalls(node: Node, source: string): readonly Call[] {
  if (guardOf(node, source)) return [];
  if (isFunction(node)) return [];
  const isCall = node.type === 'CallExpression' || node.type === 'NewExpression';
  const children = isCall ? node.arguments.concat(node.callee as never) : childrenOf(node);
  const nested = children.flatMap((child) =>
    isCall && isFunction(child)
      ? childrenOf(child).flatMap((part) => listImmediateCalls(part, source))
      : listImmediateCalls(child, source),
  );
  return isCall ? [node, ...nested] : nested;
}

function isFunction(node: Node): boolean {
  return /^(?:Arrow)?Function|^(?:Method|Property)Definition$/.test(node.type);
}

/** Whether a call calls a function of the module, or passes it to another function, such as `then(main)`. */
function callsFunction({ callee, arguments: given }: Call, name: string | undefined): boolean {
  return [callee, ...given].some((node) => node.type === 'Identifier' && node.name === name);
}

function isRequire({ callee }: Call): boolean {
  return callee.type === 'Identifier' && callee.name === 'require';
}

/** Whether a module loads others only for their effects, or exports what they export. */
function loadsOthers(program: Program): boolean {
  return program.body.some((node) => {
    if (node.type === 'ImportDeclaration') return node.specifiers.length === 0;
    if (node.type === 'ExportAllDeclaration') return true;
    return (
      node.type === 'ExpressionStatement' &&
      node.expression.type === 'CallExpression' &&
      isRequire(node.expression)
    );
  });
}
