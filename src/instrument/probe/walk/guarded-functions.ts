/** Functions that may be called before their file has run. */
import type { Node } from 'oxc-parser';
import type { NodeOf } from '../syntax/nodes.js';

/**
 * Functions that others may call before the module itself runs: those that are hoisted, where an import may close a
 * cycle.
 */
export function findGuardedFunctions({ body }: NodeOf<'Program'>): ReadonlySet<Node> {
  if (!body.some(imports)) return new Set();
  const declarations = body.map((node) =>
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration'
      ? node.declaration
      : node,
  );
  return new Set(declarations.filter((node) => node?.type === 'FunctionDeclaration') as Node[]);
}

function imports(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration')
    return !isBuiltin(node.source.value);
  return node.type === 'ExportNamedDeclaration' && node.source !== null && !isBuiltin(node.source.value);
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:');
}
