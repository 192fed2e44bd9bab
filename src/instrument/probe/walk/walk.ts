/** The state of one walk over a syntax tree, and what visitors do with it: reach points, fork, and join again. */

import type { Node } from 'oxc-parser';
import { type Edits, probeBefore, wrapWithProbe } from '../edits/edits.js';
import type { Hint } from '../hints/hints.js';
import type { CountedItems, EnclosingClass } from '../items/counted-items.js';
import { newSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { SourceSpan } from '../syntax/lines.js';
import type { NodeOf } from '../syntax/nodes.js';

/** What is done with each kind of node; each file of visitors gives some of them. */
export type Visitors = { readonly [Type in Node['type']]?: (walk: Walk, node: NodeOf<Type>) => void };

export interface Walk {
  readonly edits: Edits;
  readonly items: CountedItems;
  readonly ignoreClassMethods: readonly string[];
  /** The variable that holds the counters: a name that the source does not use. */
  readonly counters: string;
  /** Functions that may be called before the file has run. */
  readonly early: ReadonlySet<Node>;
  readonly hintOf: (node: Node) => Hint | undefined;
  readonly dropHint: (node: Node) => void;
  readonly visit: (walk: Walk, node: Node) => void;
  /** The segment of the point the walk has come to; `undefined` where it is not known how often that is reached. */
  at: Segment | undefined;
  /** What goes in front of a probe that may run before the file does. */
  guard: string;
  /** The class that the walk is in. */
  owner: EnclosingClass | undefined;
  /** Whether that class extends another. */
  isDerived: boolean;
  /** Whether names may be properties of an object that a `with` opened. */
  isInWith: boolean;
  /** The start of the statement in front of which a declaration counts the functions that it declares. */
  hoistTo: number | undefined;
}

export function visitAll(walk: Walk, nodes: readonly (Node | null)[] | undefined): void {
  if (nodes) for (const node of nodes) if (node) walk.visit(walk, node);
}

/** Visits what may be reached more or less often than the code around it. */
export function visitApart(walk: Walk, ...nodes: readonly (Node | null | undefined)[]): void {
  const { at } = walk;
  for (const node of nodes) {
    walk.at = undefined;
    if (node) walk.visit(walk, node);
  }
  walk.at = at;
}

/** What follows may not be reached: an exception may be thrown, or the generator or promise never go on. */
export function interruptFlow(walk: Walk): void {
  walk.at = undefined;
}

/** What follows is never reached. */
export function endFlow(walk: Walk): void {
  walk.at = UNREACHABLE;
}

/** The segment of a statement. */
export function reachStatement(walk: Walk, offset: number): Segment {
  if (walk.at) return walk.at;
  walk.at = newSegment();
  probeBefore(walk.edits, offset, walk.at);
  return walk.at;
}

/** The segment of an expression. @param name that its value takes from where it is written */
export function reachExpression(walk: Walk, node: SourceSpan, name?: string): Segment {
  walk.at ??= newExpressionSegment(walk, node, name);
  return walk.at;
}

/** A segment of its own for an expression. A sequence has no name, but the value of a property takes its key's. */
export function newExpressionSegment(walk: Walk, node: SourceSpan, name?: string): Segment {
  const segment = newSegment();
  const key = name === undefined ? undefined : JSON.stringify(name);
  const before = `(${walk.guard}`;
  wrapWithProbe(walk.edits, node, segment, key ? [before, `,{[${key}]:`, `}[${key}])`] : [before, ',', ')']);
  return segment;
}

/** The point behind several ways that lead there. */
export function joinFlow(walk: Walk, ways: readonly (Segment | undefined)[]): void {
  const [first, ...others] = ways.filter((way) => way !== UNREACHABLE);
  if (ways.every((way) => way === UNREACHABLE)) walk.at = UNREACHABLE;
  else walk.at = others.length === 0 ? first : undefined;
}
