/** Functions that may be called before their file has run, so that they must get the counters themselves. */
import type { Node } from 'oxc-parser';
import type { NodeOf } from '../syntax/nodes.js';

/**
 * Returns the offsets at which the functions start that other modules may call before this module runs. These are the hoisted functions of a
 * module with imports, because an import cycle can reach them.
 */
export function findGuardedFunctions({ body }: NodeOf<'Program'>): ReadonlySet<number> {
  if (!body.some(isImport)) return new Set();
  const declarations = body.map((node) =>
    node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration'
      ? node.declaration
      : node,
  );
  return new Set(declarations.flatMap((node) => (node?.type === 'FunctionDeclaration' ? [node.start] : [])));
}

/** Whether a statement imports a module other than a built-in one. Imports of types count, too. */
function isImport(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration')
    return !isBuiltin(node.source.value);
  return node.type === 'ExportNamedDeclaration' && node.source !== null && !isBuiltin(node.source.value);
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:');
}
