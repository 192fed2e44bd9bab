/** Names that JavaScript gives to functions and classes by the place where they are written. */
import type { Node } from 'oxc-parser';

/** Whether a value takes the name of the variable or property it is written for. */
export function takesAssignedName(node: Node): boolean {
  switch (node.type) {
    case 'ArrowFunctionExpression':
      return true;
    case 'FunctionExpression':
    case 'ClassExpression':
      return node.id === null;
    // Types are gone before names are given.
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return takesAssignedName(node.expression);
    default:
      return false;
  }
}

/** The name of a variable or property as its value takes it; `undefined` where only the running program knows. */
export function assignedNameOf(key: Node, isComputed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier') return isComputed ? undefined : key.name;
  if (key.type !== 'Literal' || key.value instanceof RegExp) return undefined;
  return String(key.value);
}
