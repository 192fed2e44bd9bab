/** Names that JavaScript assigns to anonymous functions and classes. */
import type { Node } from 'oxc-parser';

/** Whether a value takes the name of the variable or property that it is assigned to. */
export function takesAssignedName(node: Node): boolean {
  switch (node.type) {
    case 'ArrowFunctionExpression':
      return true;
    case 'FunctionExpression':
    case 'ClassExpression':
      return node.id === null;
    // Types are removed before JavaScript assigns names.
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return takesAssignedName(node.expression);
    default:
      return false;
  }
}

/**
 * Returns the name that the value of a variable or property takes; `undefined` if only the running program knows it.
 */
export function assignedNameOf(key: Node, isComputed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier') return isComputed ? undefined : key.name;
  if (key.type !== 'Literal' || key.value instanceof RegExp) return undefined;
  return String(key.value);
}
