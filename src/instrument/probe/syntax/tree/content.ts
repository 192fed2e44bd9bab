/**
 * The content of nodes: what a node and everything in it contains. A scan collects it, so that a walk need not visit the many
 * expressions in which nothing is counted.
 */
import type { Node } from 'oxc-parser';

/** Bit of nodes that contain anything but plain expressions. */
export const COUNTED = 1;
/** Number of bits. */
export const CONTENT_BITS = 1;

/** Types of expressions in which nothing is counted, and of their parts. */
const PLAIN_TYPES: ReadonlySet<string> = new Set<Node['type']>([
  'ArrayExpression',
  'AssignmentExpression',
  'AwaitExpression',
  'BinaryExpression',
  'CallExpression',
  'ChainExpression',
  'Identifier',
  'ImportExpression',
  'Literal',
  'MemberExpression',
  'MetaProperty',
  'NewExpression',
  'ObjectExpression',
  'PrivateIdentifier',
  'Property',
  'SequenceExpression',
  'SpreadElement',
  'Super',
  'TaggedTemplateExpression',
  'TemplateElement',
  'TemplateLiteral',
  'ThisExpression',
  'UnaryExpression',
  'UpdateExpression',
  'YieldExpression',
]);

/**
 * Returns the content of nodes of a type, without what their children contain.
 *
 * @param type empty for objects that are not nodes, `[]` for arrays
 */
export function contentOfType(type: string): number {
  return type === '' || type === '[]' || PLAIN_TYPES.has(type) ? 0 : COUNTED;
}
