/** Visits nodes of any type. */
import type { Node } from 'oxc-parser';
import { acceptsHint } from '../hints/hints.js';
import { childrenOf } from '../syntax/child-nodes.js';
import { controlFlowVisitors } from './control-flow.js';
import { expressionVisitors } from './expressions.js';
import { functionVisitors } from './functions.js';
import { memberVisitors } from './members.js';
import { statementVisitors } from './statements.js';
import { canSkip, interruptFlow, skipNodes, type Visitors, type Walk } from './walk.js';

type Visitor = (walk: Walk, node: Node) => void;

const VISITORS = new Map(
  Object.entries<Visitors[Node['type']]>({
    ...statementVisitors,
    ...controlFlowVisitors,
    ...expressionVisitors,
    ...functionVisitors,
    ...memberVisitors,
  }),
) as ReadonlyMap<string, Visitor | undefined>;

/** Types without a visitor that run other code, wait for it, create objects or texts, or copy any number of values. */
const SLOW_TYPES: ReadonlySet<string> = new Set<Node['type']>([
  'NewExpression',
  'TaggedTemplateExpression',
  'TemplateLiteral',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
  'ArrayPattern',
  'RestElement',
  'ImportExpression',
  'AwaitExpression',
  'YieldExpression',
]);

/** Visits one node, unless an ignore hint excludes it. */
export function visitNode(walk: Walk, node: Node): void {
  if (canSkip(walk, node) && node.type !== 'Literal' && node.type !== 'Property') {
    interruptFlow(walk);
    return;
  }
  if (walk.hintOf(node) === 'next' && acceptsHint(node)) {
    skipNodes(walk);
    return;
  }
  walk.nodeCount += 1;
  (VISITORS.get(node.type) ?? visitOther)(walk, node);
}

/** Visits a node of a type without a visitor. Types are not counted; any other node may throw, suspend or call. */
function visitOther(walk: Walk, node: Node): void {
  if (node.type.startsWith('TS')) return;
  if (SLOW_TYPES.has(node.type)) walk.slowCount += 1;
  for (const child of childrenOf(node)) visitNode(walk, child);
  interruptFlow(walk);
}
