/** Types of syntax tree nodes, and questions about one node. */
import type { Node } from 'oxc-parser';

/** The nodes whose `type` is, or may be, the one given. */
export type NodeOf<Type extends Node['type'], Any = Node> = Any extends { readonly type: infer Own }
  ? [Own & Type] extends [never]
    ? never
    : Any
  : never;

export function isDirective(statement: Node): boolean {
  return statement.type === 'ExpressionStatement' && Boolean(statement.directive);
}
