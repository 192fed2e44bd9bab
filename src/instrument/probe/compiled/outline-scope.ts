/** The state of a visit that builds an outline, and the operations by which visitors add to it. */
import type { Node } from 'oxc-parser';
import type { BranchItem, CountedItems, FunctionItem, StatementItem } from '../items/counted-items.js';
import type { SourceSpan } from '../syntax/lines.js';
import type {
  ListBody,
  Outline,
  OutlinedFunction,
  Owner,
  Part,
  Unit,
  UnitKind,
  UnitList,
} from './outline.js';

/** What is around the visited node. */
export interface Scope {
  readonly outline: Outline;
  readonly find: ItemFinder;
  /** The list that statements are added to. */
  readonly list: UnitList;
  /** Whose evaluation evaluates the expressions. */
  readonly owner: Owner;
  readonly outer: OutlinedFunction | undefined;
  /** Visits a statement. A field, so that visitors of expressions need not import the module that imports them. */
  readonly visitStatement: (scope: Scope, statement: Node) => void;
}

/** Finds the counted items of nodes. */
export interface ItemFinder {
  readonly statement: (span: SourceSpan) => StatementItem | undefined;
  /** @param body of the function */
  readonly function: (body: SourceSpan) => FunctionItem | undefined;
  readonly branch: (kind: BranchItem['kind'], span: SourceSpan) => BranchItem | undefined;
}

/** Indexes items by their spans. */
export function findItems({ statements, functions, branches }: CountedItems): ItemFinder {
  const key = ({ start, end }: SourceSpan, kind = '') => `${start} ${end} ${kind}`;
  const statementsBySpan = new Map(statements.map((item) => [key(item.span), item]));
  const functionsByBody = new Map(functions.map((item) => [key(item.body), item]));
  const branchesBySpan = new Map(branches.map((item) => [key(item.span, item.kind), item]));
  return {
    statement: (span) => statementsBySpan.get(key(span)),
    function: (body) => functionsByBody.get(key(body)),
    branch: (kind, span) => branchesBySpan.get(key(span, kind)),
  };
}

/** Adds an empty list. @param body of the statement that the list is in, if any */
export function addList(
  { outline }: Pick<Scope, 'outline'>,
  kind: UnitList['kind'],
  body?: ListBody,
): UnitList {
  const list: UnitList = { kind, units: [], body };
  outline.lists.push(list);
  return list;
}

export interface UnitShape {
  readonly kind: UnitKind;
  readonly span: SourceSpan;
  /** Span of what Istanbul counts, if it is not the whole unit. */
  readonly counted?: SourceSpan;
  readonly parts?: readonly (SourceSpan | null | undefined)[];
  /** Range of the parts, if it is not the span. */
  readonly partsRange?: SourceSpan;
  readonly value?: SourceSpan | undefined;
}

/** Adds a unit to the list of a scope. @returns the scope of the expressions in the unit, and the unit */
export function addUnit(scope: Scope, shape: UnitShape): Scope & { readonly owner: Unit } {
  const { kind, span, counted = span, parts = [], partsRange = span, value } = shape;
  const { list, find } = scope;
  const owner: Unit = {
    kind,
    span,
    list,
    index: list.units.length,
    parts: separateParts(parts, partsRange),
    value,
    lists: new Map(),
    item: find.statement(counted),
    branch: find.branch(kind === 'IfStatement' ? 'if' : 'switch', span),
  };
  list.units.push(owner);
  return { ...scope, owner };
}

/** Returns parts with the ranges that their code can come from: from the previous part to the next. */
export function separateParts(
  parts: readonly (SourceSpan | null | undefined)[],
  { start, end }: SourceSpan,
): readonly (Part | undefined)[] {
  return parts.map((part, index) => {
    if (!part) return undefined;
    const previous = parts.slice(0, index).findLast(Boolean);
    const next = parts.slice(index + 1).find(Boolean);
    const range = { start: previous?.end ?? start, end: next?.start ?? end };
    return { start: part.start, end: part.end, range };
  });
}
