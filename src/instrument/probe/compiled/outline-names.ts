/** Names under which functions are called. */
import type { Node } from 'oxc-parser';
import { childrenOf } from '../syntax/child-nodes.js';

/** Returns the declared name of a function. */
export function declaredNameOf(node: Node): string | undefined {
  return node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration'
    ? node.id?.name
    : undefined;
}

/** Returns the name of a variable or property: `b` for `b`, `a.b`, `a?.b`, `#b` and `'b'`. */
export function staticNameOf(node: Node): string | undefined {
  switch (node.type) {
    case 'Identifier':
    case 'PrivateIdentifier':
      return node.name;
    case 'Literal':
      return String(node.value);
    case 'MemberExpression':
      return node.computed && node.property.type !== 'Literal' ? undefined : staticNameOf(node.property);
    case 'SequenceExpression':
      return staticNameOf(node.expressions.at(-1) ?? node);
    case 'ChainExpression':
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSInstantiationExpression':
      return staticNameOf(node.expression);
    default:
      return undefined;
  }
}

/** Returns the names of all variables and properties in an expression. */
export function namesIn(node: Node): readonly string[] {
  if (node.type === 'Identifier') return [node.name];
  return childrenOf(node).flatMap(namesIn);
}
