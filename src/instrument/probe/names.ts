/** Names that JavaScript gives to functions and classes by the place where they are written. */
import type { Node } from 'oxc-parser';

/** Whether a value takes the name of the variable or property it is written for. */
export function isNamedByPlace(node: Node): boolean {
  const { type } = node;
  if (type === 'ArrowFunctionExpression') return true;
  return (type === 'FunctionExpression' || type === 'ClassExpression') && node.id === null;
}

/** The name of a variable or property as its value takes it; `undefined` where only the running program knows. */
export function nameOf(key: Node, isComputed: boolean): string | undefined {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Identifier') return isComputed ? undefined : key.name;
  if (key.type !== 'Literal' || key.value instanceof RegExp) return undefined;
  return String(key.value);
}
