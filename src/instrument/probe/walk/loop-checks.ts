/** How often loops call the runtime, which starts the agent while the event loop is blocked. */
import { FREQUENT_CHECK_MASK } from '../../counters-global.js';
import type { Walk } from './walk.js';

/** Binary logarithm of the number of nodes that a loop evaluates between two checks: 0.25 s if a node takes 1 ns. */
const NODE_BITS = 28;

/** What was visited before a loop. */
export type VisitedBefore = Pick<Walk, 'slowCount' | 'loopCount' | 'nodeCount'>;

/** Starts a loop whose nodes are counted. Returns what has been visited so far. */
export function markVisited(walk: Walk): VisitedBefore {
  walk.openLoops += 1;
  const { slowCount, loopCount, nodeCount } = walk;
  return { slowCount, loopCount, nodeCount };
}

/**
 * Returns the mask of the check of a loop, after all its parts were visited. A loop with slow nodes or inner loops
 * checks often, because its iterations can take any time. In another loop a check costs the most, and the time of an
 * iteration depends on its size.
 */
export function checkMaskSince(walk: Walk, before: VisitedBefore): number {
  const hasInner = walk.slowCount > before.slowCount || walk.loopCount > before.loopCount;
  walk.openLoops -= 1;
  walk.loopCount += 1;
  if (hasInner) return FREQUENT_CHECK_MASK;
  return 2 ** (NODE_BITS - Math.ceil(Math.log2(walk.nodeCount - before.nodeCount))) - 1;
}
