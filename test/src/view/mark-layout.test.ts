/** Dividing a source among its items. */
import assert from 'node:assert/strict';
import type { FileItems, ItemRange } from '../../../src/view/file-items.js';
import { layOutMarks, type MarkLayout } from '../../../src/view/mark-layout.js';
import { type SourceText, splitSource } from '../../../src/view/source-text.js';
import { naiveOwners, randomItems } from '../../support/naive-marks.js';
import { randomOf } from '../../support/profiles.js';

function itemsOf(parts: Partial<FileItems>): FileItems {
  return { statements: [], functions: [], branches: [], ...parts };
}

/** Returns the text of each piece with the index of its item. */
function show(source: SourceText, { pieces }: MarkLayout): readonly (readonly [string, number])[] {
  return pieces.flatMap((own, line) =>
    own.map(({ start, end, item }) => [source.lines[line]?.slice(start, end) ?? '', item] as const),
  );
}

/** Returns the item of each character of each line, and checks that pieces are in order. */
function ownersOf({ lines }: SourceText, { pieces }: MarkLayout): readonly (readonly number[])[] {
  return lines.map((line, index) => {
    const owners = Array.from({ length: line.length }, () => -1);
    let last = 0;
    for (const { start, end, item } of pieces[index] ?? []) {
      assert.ok(start >= last && end > start && end <= line.length, `piece ${start}-${end} after ${last}`);
      owners.fill(item, start, end);
      last = end;
    }
    return owners;
  });
}

describe('dividing a source among its items', () => {
  it('gives each character to the innermost item', () => {
    const source = splitSource('if (a) { b(); }\n  c();');
    const statements: ItemRange[] = [
      [1, 0, 1, Number.MAX_SAFE_INTEGER],
      [1, 9, 1, 13],
      [2, 2, 2, 6],
    ];
    assert.deepEqual(show(source, layOutMarks(source, itemsOf({ statements }))), [
      ['if (a) { ', 0],
      ['b();', 1],
      [' }', 0],
      ['c();', 2],
    ]);
  });

  it('leaves out the indentation and blank lines of a statement of several lines', () => {
    const source = splitSource('f(\n\n  1,\n)');
    assert.deepEqual(show(source, layOutMarks(source, itemsOf({ statements: [[1, 0, 4, 1]] }))), [
      ['f(', 0],
      ['1,', 0],
      [')', 0],
    ]);
  });

  it('marks the whole name of a method, of which Istanbul has the first letter', () => {
    const source = splitSource('class A { größe$1() {} }');
    const functions = [{ name: 'x', declaration: [1, 10, 1, 11], body: [1, 20, 1, 22] }] as const;
    assert.deepEqual(show(source, layOutMarks(source, itemsOf({ functions }))), [['größe$1', 0]]);
  });

  it('marks the paths of an if by badges, and arms without text too', () => {
    const source = splitSource('if (a) b; else c;');
    const range = [1, 0, 1, 17] as const;
    const branches = [
      { kind: 'if', range, arms: [range, [1, 15, 1, 17]] },
      { kind: 'switch', range, arms: [null, [1, 7, 1, 9]] },
    ] as const;
    const layout = layOutMarks(source, itemsOf({ branches }));
    assert.deepEqual(
      layout.items.map(({ hasBadge }) => hasBadge),
      [true, true, true, false],
    );
    assert.deepEqual(show(source, layout), [['b;', 3]]);
  });

  it('gives the arms of a branch the same parent, even if one is inside another one', () => {
    const source = splitSource('x = a ? b : c;');
    const range = [1, 4, 1, 13] as const;
    const branches = [{ kind: 'cond-expr', range, arms: [range, [1, 8, 1, 9]] }] as const;
    const { parents } = layOutMarks(source, itemsOf({ statements: [[1, 0, 1, 14]], branches }));
    assert.deepEqual([...parents], [-1, 0, 0]);
  });

  it('agrees with painting one character after another, whatever the ranges are', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const random = randomOf(seed);
      const source = splitSource('(; +)\n  {[]}\r\n\n\t<>\u2028!'.repeat(1 + (seed % 3)));
      const items = randomItems(random, source.lines.length, 1 + (seed % 25));
      const layout = layOutMarks(source, items);
      assert.deepEqual(ownersOf(source, layout), naiveOwners(source, items), `seed ${seed}`);
      const { order, parents } = layout;
      assert.deepEqual(
        [...order].sort((one, other) => one - other),
        [...layout.items.keys()],
      );
      for (const [index, item] of order.entries())
        assert.ok(order.indexOf(parents[item] ?? -1) < index, `seed ${seed}`);
    }
  });

  it('lays out 50,000 nested items of 20,000 lines, and 30,000 statements on one line', () => {
    const lines = 20_000;
    const nested = Array.from({ length: 50_000 }, (_, index): ItemRange => {
      return [1 + (index % 9000), index % 7, lines - (index % 9000), 3];
    });
    const tall = splitSource('0123456789\n'.repeat(lines));
    assert.equal(layOutMarks(tall, itemsOf({ statements: nested })).items.length, 50_000);
    const wide = splitSource('a();'.repeat(30_000));
    const statements = Array.from({ length: 30_000 }, (_, index): ItemRange => {
      return [1, index * 4, 1, index * 4 + 4];
    });
    assert.equal(layOutMarks(wide, itemsOf({ statements })).pieces[0]?.length, 30_000);
  });
});
