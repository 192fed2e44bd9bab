/** Child nodes of any syntax tree node. */
import type { Node } from 'oxc-parser';
import { loadParser } from '../../../platform/load-parser.js';
import { childNodesOf, TreeNode } from './tree/tree-node.js';

/** Returns the children of a node in source order. */
export function childrenOf(node: Node): readonly Node[] {
  if (node instanceof TreeNode) return childNodesOf(node);
  const fields = node as unknown as Readonly<
    Record<string, Node | readonly (Node | null)[] | null | undefined>
  >;
  const children: Node[] = [];
  for (const key of loadParser().visitorKeys[node.type] ?? []) {
    const field = fields[key];
    if (Array.isArray(field)) for (const child of field) child && children.push(child);
    else if (field) children.push(field as Node);
  }
  return children;
}
