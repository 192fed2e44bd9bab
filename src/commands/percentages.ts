/** Adds percentages to summaries, for JSON documents. */
import { toPercentRatio } from '../report/ratio.js';
import type { Summary } from '../report/summary.js';
import type { CoveragePercentages } from './documents.js';

/** Returns a copy of a summary in which each ratio has its percentage. */
export function withPercentages<Item extends Summary>(
  item: Item,
): Omit<Item, keyof Summary> & CoveragePercentages {
  return {
    ...item,
    statements: toPercentRatio(item.statements),
    branches: toPercentRatio(item.branches),
    functions: toPercentRatio(item.functions),
    lines: toPercentRatio(item.lines),
  };
}
