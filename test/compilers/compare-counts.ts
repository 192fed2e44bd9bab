/** Compares the counts of a compiled program with those of its source. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type CountedItem, ITEM_KINDS, type ItemKind, itemsOf } from './items.js';

/** An item whose count is wrong. */
export interface Disagreement {
  readonly file: string;
  readonly item: CountedItem;
  /** Count of the source; `undefined` if the source has no such item. */
  readonly expected: number | undefined;
  readonly actual: number;
}

/** Numbers of items by their kind. */
export type ItemNumbers = Readonly<Record<ItemKind, number>>;

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  readonly items: ItemNumbers;
  readonly leftOut: readonly LeftOutItem[];
}

export interface LeftOutItem {
  readonly file: string;
  readonly item: CountedItem;
}

type Coverage = Readonly<Record<string, FileCoverageData>>;

/** Compares the coverage of the same files, by relative path. */
export function compareCounts(source: Coverage, compiled: Coverage): Comparison {
  const files = [...new Set([...Object.keys(source), ...Object.keys(compiled)])];
  const comparisons = files.map((file) => compareFiles(file, source[file], compiled[file]));
  return {
    disagreements: comparisons.flatMap(({ disagreements }) => disagreements),
    items: sumNumbers(comparisons.map(({ items }) => items)),
    leftOut: comparisons.flatMap(({ leftOut }) => leftOut),
  };
}

function compareFiles(
  file: string,
  source: FileCoverageData | undefined,
  compiled: FileCoverageData | undefined,
): Comparison {
  const expectedItems = source ? itemsOf(source) : new Map<string, CountedItem>();
  const actualItems = compiled ? itemsOf(compiled) : new Map<string, CountedItem>();
  const disagreements = [...actualItems].flatMap(([key, item]) => {
    const expected = expectedItems.get(key)?.count;
    return expected === item.count ? [] : [{ file, item, expected, actual: item.count }];
  });
  const leftOut = [...expectedItems]
    .filter(([key]) => !actualItems.has(key))
    .map(([, item]) => ({ file, item }));
  return { disagreements, items: countByKind([...expectedItems.values()]), leftOut };
}

export function countByKind(items: readonly CountedItem[]): ItemNumbers {
  const numberOf = (kind: ItemKind) => items.filter((item) => item.kind === kind).length;
  return byKind(numberOf);
}

export function sumNumbers(numbers: readonly ItemNumbers[]): ItemNumbers {
  return byKind((kind) => numbers.reduce((sum, number) => sum + number[kind], 0));
}

function byKind(numberOf: (kind: ItemKind) => number): ItemNumbers {
  return Object.fromEntries(ITEM_KINDS.map((kind) => [kind, numberOf(kind)])) as ItemNumbers;
}
