/** What is counted in a file, item by item: its statements, its functions, the arms of its branches, in this order. */
import type { BranchKind, Count, FileMeta, Range } from './file-meta.js';

/** A meta whose items have a probe each, and so can be given any counts. */
export function withOwnProbes(meta: FileMeta): FileMeta {
  let probes = 0;
  const next = () => [probes++];
  const statements = meta.statements.map((statement) => ({ ...statement, count: next() }));
  const functions = meta.functions.map((called) => ({ ...called, count: next() }));
  const branches = meta.branches.map((branch) => ({
    ...branch,
    arms: branch.arms.map((arm) => ({ ...arm, count: next() })),
  }));
  return { ...meta, probes, statements, functions, branches };
}

/** The counters of `withOwnProbes(meta)`: how often each item ran. @param counters as many as the meta has probes */
export function countItems(meta: FileMeta, counters: ArrayLike<number>): Float64Array {
  const sum = (count: Count) => count.reduce((total, probe) => total + Number(counters[probe]), 0);
  const arms = meta.branches.flatMap((branch) => branch.arms);
  return Float64Array.from([...meta.statements, ...meta.functions, ...arms], ({ count }) => sum(count));
}

/** An item, or all arms of a branch, which are one: where it is, and which of `countItems` it has. */
export interface Item {
  /** By its kind and place: the same for the same item of a source, whoever counted it. */
  readonly key: string;
  readonly kind: 'statement' | 'function' | BranchKind;
  /** Of a function its declaration and body. */
  readonly range: Range;
  readonly first: number;
  /** How many counts. */
  readonly size: number;
}

/** In the order of their counts. Branches without arms are left out. */
export function itemsOf({ statements, functions, branches }: FileMeta): readonly Item[] {
  const items: Item[] = [];
  const named = new Map<string, number>();
  let first = 0;
  const add = (kind: Item['kind'], range: Range, size: number, ...more: readonly (Range | null)[]) => {
    const name = [kind, range, ...more].join(';');
    const before = named.get(name) ?? 0;
    named.set(name, before + 1);
    items.push({ key: `${name};${before}`, kind, range, first, size });
    first += size;
  };
  for (const { range } of statements) add('statement', range, 1);
  for (const { declaration, body } of functions) add('function', wholeOf(declaration, body), 1, declaration);
  for (const { kind, range, arms } of branches)
    if (arms.length > 0) add(kind, range, arms.length, ...arms.map((arm) => arm.range));
  return items;
}

function wholeOf(declaration: Range, body: Range): Range {
  return [declaration[0], declaration[1], body[2], body[3]];
}
