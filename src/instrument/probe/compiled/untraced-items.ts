/** Original items that no compiled item stands for. */
import { isAnonymousName } from '../../../profile/model/anonymous-name.js';
import type { ArmItem, CountedItems, FunctionItem, StatementItem } from '../items/counted-items.js';
import { type Segment, UNREACHABLE } from '../items/segments.js';
import type { Lines } from '../syntax/lines.js';

/** An item that has a count. */
export type TracedItem = StatementItem | FunctionItem | ArmItem;

/**
 * Gives the items of an original source their segments in the compiled code, and returns those that have one. An item
 * that was not found, such as a constant, takes the segment of another item that is reached equally often in the original
 * source. Code after a `return` has the count 0. All other items have no known count.
 *
 * @param found segments of the compiled code by item
 */
export function withKnownCounts(
  { statements, functions, branches, isIgnored }: CountedItems,
  found: ReadonlyMap<TracedItem, Segment>,
): CountedItems {
  const known = new Map<Segment, Segment>([[UNREACHABLE, UNREACHABLE]]);
  for (const [item, segment] of found) if (item.segment !== UNREACHABLE) known.set(item.segment, segment);
  const hasCount = (item: TracedItem): boolean => {
    const segment = found.get(item) ?? known.get(item.segment);
    if (segment) item.segment = segment;
    return segment !== undefined;
  };
  return {
    isIgnored,
    statements: statements.filter(hasCount),
    functions: functions.filter(hasCount),
    // Not `every`, which stops at the first arm.
    branches: branches.filter(({ arms }) => arms.filter(hasCount).length === arms.length),
  };
}

/** Returns the names of code that is in no number: functions with their lines, or all code of a file without functions. */
export function nameUntraced(
  all: CountedItems,
  known: CountedItems,
  { positionOf }: Lines,
): readonly string[] {
  const counted = new Set(known.functions);
  const untraced = all.functions.filter((item) => !counted.has(item));
  const isEmpty = known.statements.length + known.functions.length + known.branches.length === 0;
  if (untraced.length === 0) return isEmpty && all.statements.length > 0 ? ['its top-level code'] : [];
  return untraced.map(({ name, declaration }) => {
    const { line } = positionOf(declaration.start);
    return isAnonymousName(name) ? `a function in line ${line}` : `${name} (line ${line})`;
  });
}
