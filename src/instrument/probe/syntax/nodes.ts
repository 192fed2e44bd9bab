/** Types and predicates of syntax tree nodes. */
import type { Node } from 'oxc-parser';

/** The node types whose `type` is, or includes, the given one. */
export type NodeOf<Type extends Node['type'], Any = Node> = Any extends { readonly type: infer NodeType }
  ? [NodeType & Type] extends [never]
    ? never
    : Any
  : never;

/** Whether a statement is a directive such as `'use strict'`. */
export function isDirective(statement: Node): boolean {
  return statement.type === 'ExpressionStatement' && Boolean(statement.directive);
}
