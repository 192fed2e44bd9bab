/**
 * The state of one walk over a syntax tree, and the operations by which visitors follow control flow and add probes.
 */
import type { Node } from 'oxc-parser';
import { type Edits, probeBefore, wrapWithProbe } from '../edits/edits.js';
import { insertionMark } from '../edits/insertion-mark.js';
import type { Hint } from '../hints/hints.js';
import type { CountedItems, EnclosingClass } from '../items/counted-items.js';
import { newSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';
import { isPlain } from '../syntax/tree/tree-node.js';

/** Visitors by node type. Each file of visitors defines some of them. */
export type Visitors = { readonly [Type in Node['type']]?: (walk: Walk, node: NodeOf<Type>) => void };

export interface Walk {
  readonly edits: Edits;
  readonly items: CountedItems;
  readonly ignoreClassMethods: readonly string[];
  /** Name of the variable that holds the counters; the source does not use this name. */
  readonly countersVariable: string;
  /** Offsets at which functions start that may be called before the prelude has run. */
  readonly guardedFunctions: ReadonlySet<number>;
  /** Offsets at which the `if` statements start that directly follow an `else`. */
  readonly elseIfs: Set<number>;
  /** Returns the ignore hint before a node. */
  readonly hintOf: (node: Node) => Hint | undefined;
  /** Removes the ignore hint before a node. */
  readonly dropHint: (node: Node) => void;
  /** Visits a node of any type. A field, so that visitors need not import the module that imports them. */
  readonly visit: (walk: Walk, node: Node) => void;
  /** Segment of the current point; `undefined` if it is unknown how often that point is reached. */
  currentSegment: Segment | undefined;
  /** Number of calls and other slow nodes visited so far, with nodes that were not visited and may contain calls. */
  slowCount: number;
  /** Number of loops visited so far. */
  loopCount: number;
  /** Number of nodes visited so far. */
  nodeCount: number;
  /** Number of loops around the current point whose nodes have to be counted. */
  openLoops: number;
  /** Text before a probe in the parameters of a guarded function, which gets the counters; empty elsewhere. */
  guardText: string;
  /** The innermost class around the current point. */
  enclosingClass: EnclosingClass | undefined;
  /** Whether that class extends another class. */
  isInDerivedClass: boolean;
  /** Whether the current point is in a `with` statement, where names may be properties of its object. */
  isInWith: boolean;
  /**
   * Offset of the statement before which a declaration counts the functions and classes that it declares; `undefined`
   * where nothing can be inserted before the statement.
   */
  hoistOffset: number | undefined;
}

/** Visits nodes in order. */
export function visitAll(walk: Walk, nodes: readonly (Node | null)[] | undefined): void {
  if (nodes) for (const node of nodes) if (node) walk.visit(walk, node);
}

/** Visits nodes that may be reached more or less often than the code around them. */
export function visitSeparately(walk: Walk, ...nodes: readonly (Node | null | undefined)[]): void {
  const { currentSegment } = walk;
  for (const node of nodes) {
    walk.currentSegment = undefined;
    if (node) walk.visit(walk, node);
  }
  walk.currentSegment = currentSegment;
}

/**
 * Records that the next point may not be reached: an exception may be thrown, or a generator or promise may never
 * resume.
 */
export function interruptFlow(walk: Walk): void {
  walk.currentSegment = undefined;
}

/** Records that nodes are not visited: they may throw, suspend or call. */
export function skipNodes(walk: Walk): void {
  walk.slowCount += 1;
  interruptFlow(walk);
}

/**
 * Whether the nodes in an expression need no visit, because nothing in it is counted. It may throw, suspend or call all the
 * same. No ignore hint changes that.
 */
export function canSkip({ openLoops }: Walk, node: Node): boolean {
  return openLoops === 0 && isPlain(node);
}

/** Records that the next point is never reached. */
export function endFlow(walk: Walk): void {
  walk.currentSegment = UNREACHABLE;
}

/** Returns the current segment for a statement. If there is none, adds a probe before the statement. */
export function segmentAtStatement(walk: Walk, offset: number): Segment {
  if (walk.currentSegment) return walk.currentSegment;
  walk.currentSegment = newSegment();
  probeBefore(walk.edits, offset, walk.currentSegment);
  return walk.currentSegment;
}

/**
 * Returns the current segment for an expression. If there is none, adds a probe before the expression.
 *
 * @param name that the value of the expression takes from its variable or property
 */
export function segmentAtExpression(walk: Walk, node: SourceSpan, name?: string): Segment {
  walk.currentSegment ??= newExpressionSegment(walk, node, name);
  return walk.currentSegment;
}

/**
 * Returns a new segment whose probe is before an expression.
 *
 * @param name that the value of the expression takes from its variable or property. A function in a sequence expression
 *   gets no name, so a named one is written as the value of a property with that key.
 */
export function newExpressionSegment(walk: Walk, node: SourceSpan, name?: string): Segment {
  const segment = newSegment();
  const opening = `(${walk.guardText}`;
  if (name === undefined) {
    wrapWithProbe(walk.edits, node, segment, [opening, ',', ')']);
  } else {
    const mark = insertionMark(walk.countersVariable);
    const key = `[${JSON.stringify(name)}]`;
    wrapWithProbe(walk.edits, node, segment, [opening, `,{${mark}${key}:`, `}${mark}${key})`]);
  }
  return segment;
}

/** Continues at a point where several paths meet. @param pathEnds segment at the end of each path */
export function joinFlow(walk: Walk, pathEnds: readonly (Segment | undefined)[]): void {
  const reachable = pathEnds.filter((segment) => segment !== UNREACHABLE);
  if (reachable.length === 0) walk.currentSegment = UNREACHABLE;
  else walk.currentSegment = reachable.length === 1 ? reachable[0] : undefined;
}
