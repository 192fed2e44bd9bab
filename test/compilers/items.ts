/** Items of coverage data, identified by their positions in the source. */
import type { FileCoverageData, Range } from 'istanbul-lib-coverage';

export const ITEM_KINDS = ['statement', 'function', 'arm'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export interface CountedItem {
  readonly kind: ItemKind;
  /** Kind of the branch of an arm, such as `if`, or the name of a function. */
  readonly detail: string;
  /** Start of the item, or of the branch if the item is an `else` that is not written. Lines from 1, columns from 0. */
  readonly line: number;
  readonly column: number;
  readonly count: number;
}

/** Returns the items of a file by a key of their kind and positions. */
export function itemsOf(file: FileCoverageData): ReadonlyMap<string, CountedItem> {
  const items = new Map<string, CountedItem>();
  const add = (item: CountedItem, ...positions: readonly string[]) => {
    const key = [item.kind, item.detail, ...positions].join(' ');
    let unique = key;
    for (let number = 2; items.has(unique); number++) unique = `${key} #${number}`;
    items.set(unique, item);
  };
  for (const [id, range] of Object.entries(file.statementMap))
    add({ kind: 'statement', detail: '', ...range.start, count: file.s[id] ?? 0 }, textOf(range));
  for (const [id, { decl, loc, name }] of Object.entries(file.fnMap)) {
    const detail = name.startsWith('(anonymous') ? '' : name;
    add({ kind: 'function', detail, ...decl.start, count: file.f[id] ?? 0 }, textOf(decl), textOf(loc));
  }
  for (const [id, { loc, type, locations }] of Object.entries(file.branchMap)) {
    for (const [index, range] of locations.entries()) {
      const isWritten = range.start?.line !== undefined;
      const { start } = isWritten ? range : loc;
      const detail = isWritten ? type : `${type} without else`;
      add({ kind: 'arm', detail, ...start, count: file.b[id]?.[index] ?? 0 }, textOf(loc), textOf(range));
    }
  }
  return items;
}

function textOf({ start, end }: Range): string {
  return `${start?.line}:${start?.column}-${end?.line}:${end?.column}`;
}
