/** A simple model of marks: paints outer ranges first, one character after another. */
import type { FileItems, ItemRange } from '../../src/view/file-items.js';
import { type SourceText, spanOfRange } from '../../src/view/source-text.js';
import type { Random } from './profiles.js';

/** Returns the index of the item that each character of each line belongs to; -1 for none and for indentation. */
export function naiveOwners(source: SourceText, items: FileItems): readonly (readonly number[])[] {
  const ranges: (ItemRange | null)[] = [
    ...items.statements,
    ...items.functions.map(({ declaration }) => declaration),
    ...items.branches.flatMap(({ kind, arms }) => arms.map((arm) => (kind === 'if' ? null : arm))),
  ];
  const spans = ranges.flatMap((range, item) => {
    const span = range ? spanOfRange(source, range) : undefined;
    return span ? [{ ...span, item }] : [];
  });
  spans.sort((one, other) => one.start - other.start || other.end - one.end || one.item - other.item);
  const owners: number[] = Array.from({ length: source.starts.at(-1) ?? 0 }, () => -1);
  for (const { start, end, item } of spans) owners.fill(item, start, end);
  return source.lines.map((line, index) => {
    const start = source.starts[index] ?? 0;
    const own = owners.slice(start, start + line.length);
    const indentation = line.search(/\S|$/);
    return own.map((item, column) => (column < indentation ? -1 : item));
  });
}

/** Returns items whose ranges can be anything: nested, overlapping, reversed, or outside the text. */
export function randomItems(random: Random, lines: number, size: number): FileItems {
  const odd = [0, -1, 99, Number.NaN, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY, 1.5];
  const number = (limit: number) => (random(20) === 0 ? (odd[random(odd.length)] ?? 0) : random(limit));
  const range = (): ItemRange => {
    const line = number(lines) + 1;
    const sameLine = random(5) < 3;
    return [line, number(9), sameLine ? line : line + number(3), number(9)];
  };
  const kinds = ['if', 'cond-expr', 'binary-expr', 'switch', 'default-arg', '<b>'];
  return {
    statements: Array.from({ length: random(size) }, range),
    functions: Array.from({ length: random(Math.ceil(size / 3)) }, () => {
      return { name: '', declaration: range(), body: range() };
    }),
    branches: Array.from({ length: random(Math.ceil(size / 3)) }, () => {
      const arms = Array.from({ length: random(4) }, () => (random(5) === 0 ? null : range()));
      return { kind: kinds[random(kinds.length)] ?? '', range: range(), arms };
    }),
  };
}
