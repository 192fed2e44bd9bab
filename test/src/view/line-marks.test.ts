/** Counts, states and marks of the lines of a source. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { IstanbulFile } from '../../../src/interchange/from-istanbul.js';
import { countLines } from '../../../src/report/figures/line-counts.js';
import { toFileView } from '../../../src/report/page/file-view.js';
import { type FileItems, sizeOfItems } from '../../../src/view/file-items.js';
import { createLineMarks, type LineMarks } from '../../../src/view/line-marks.js';
import { layOutMarks } from '../../../src/view/mark-layout.js';
import { splitSource } from '../../../src/view/source-text.js';
import { instrumentWith, mapsOf } from '../../support/engines.js';
import { randomItems } from '../../support/naive-marks.js';
import { randomOf } from '../../support/profiles.js';
import { REPOSITORY } from '../../support/project.js';
import { runInRealm } from '../../support/run-in-realm.js';

function marksOf(text: string, items: FileItems, ...layers: readonly (readonly number[])[]): LineMarks {
  return createLineMarks(layOutMarks(splitSource(text), items), layers);
}

/** Runs code and returns its marks. */
function marksOfRun(code: string): LineMarks {
  const { items, counts } = toFileView(runInRealm(instrumentWith('nyc', code)).counts() as IstanbulFile);
  return marksOf(code, items, counts);
}

/** Returns each marked text of a source. */
function show(text: string, marks: LineMarks): readonly string[] {
  return splitSource(text).lines.flatMap((line, index) =>
    marks
      .segmentsOf(index + 1, { from: 0, to: line.length, limit: 99 })
      .map(({ start, end, mark }) => `${mark}: ${line.slice(start, end)}`),
  );
}

/** Returns all that a page shows of a file. */
function snapshot(text: string, marks: LineMarks): unknown {
  return splitSource(text).lines.map((line, index) => [
    marks.countsOf(index + 1),
    marks.stateOf(index + 1),
    marks.segmentsOf(index + 1, { from: 0, to: line.length, limit: 999 }),
  ]);
}

describe('marking the lines of a source', () => {
  it('counts lines by the rule of Istanbul, for sources of this repository', () => {
    for (const path of [
      'src/view/mark-layout.ts',
      'src/report/figures/line-counts.ts',
      'src/commands/collect.ts',
    ]) {
      const text = readFileSync(join(REPOSITORY, path), 'utf8');
      const maps: FileCoverageData = mapsOf('nyc', text, path);
      for (const [index, id] of Object.keys(maps.s).entries()) maps.s[id] = (index * 7) % 5;
      const { items, counts } = toFileView(maps as IstanbulFile);
      const marks = marksOf(text, items, counts);
      const found = splitSource(text).lines.flatMap((_, index) => {
        const lineCounts = marks.countsOf(index + 1);
        return lineCounts ? [[index + 1, lineCounts[0]]] : [];
      });
      assert.deepEqual(found, [...countLines(maps)]);
    }
  });

  it('marks exactly what did not run', () => {
    const code = [
      'const x = 1 ? 2 : 3; if (!x) y();',
      'function unused() { return 1; }',
      'x || y();',
      'switch (x) { case 1: y(); break; case 2: x; }',
      'function f(a = y()) {} f(1);',
    ].join('\n');
    assert.deepEqual(show(code, marksOfRun(code)), [
      'missed-branch: 3',
      'missed-statement: y();',
      'missed-function: unused',
      'missed-statement: return 1;',
      'missed-branch: y()',
      'missed-branch: case 1: ',
      'missed-statement: y();',
      'missed-branch:  ',
      'missed-statement: break;',
      'missed-branch: y()',
    ]);
  });

  it('tells hit, missed and partial lines from lines without code', () => {
    const code =
      'let a = 1;\n\nif (a) a++;\nif (!a) {\n  a++;\n}\nfunction f() {\n}\nfor (;a-- > 9;)\n  a();';
    const marks = marksOfRun(code);
    const states = splitSource(code).lines.map((_, index) => marks.stateOf(index + 1));
    assert.deepEqual(states, [
      'hit',
      'none',
      'partial',
      'partial',
      'missed',
      'none',
      'missed',
      'none',
      'hit',
      'missed',
    ]);
  });

  it('marks branches in a statement that did not run as the statement', () => {
    const code = 'if (0) {\n  x = a ? b : c;\n}';
    assert.deepEqual(show(code, marksOfRun(code)), ['missed-statement: x = a ? b : c;']);
  });

  it('marks all cases of a switch that ran without any of them', () => {
    const code = 'switch (3) { case 1: case 2: }';
    assert.deepEqual(show(code, marksOfRun(code)), ['missed-branch: case 1:', 'missed-branch: case 2:']);
  });

  it('compares two sessions', () => {
    const text = 'a(); b(); c(); d();';
    const statements = [0, 5, 10, 15].map((column) => [1, column, 1, column + 4] as const);
    const marks = marksOf(text, { statements, functions: [], branches: [] }, [1, 2, 0, 0], [0, 3, 4, 0]);
    assert.deepEqual(show(text, marks), [
      'first: a();',
      'both: b();',
      'second: c();',
      'missed-statement: d();',
    ]);
    assert.deepEqual(marks.countsOf(1), [2, 4]);
  });

  it('returns only segments in the given columns, at most the limit', () => {
    const text = 'a();'.repeat(1000);
    const statements = Array.from({ length: 1000 }, (_, index) => [1, index * 4, 1, index * 4 + 3] as const);
    const marks = marksOf(text, { statements, functions: [], branches: [] }, []);
    assert.deepEqual(marks.segmentsOf(1, { from: 401, to: 404, limit: 9 }), [
      { start: 401, end: 403, mark: 'missed-statement' },
    ]);
    assert.equal(marks.segmentsOf(1, { from: 0, to: 4000, limit: 9 }).length, 9);
  });
});

describe('updating the marks of lines', () => {
  it('returns the lines that changed, and those whose counts rose', () => {
    const text = 'a();\nb(\n  1);\nc();';
    const statements = [[1, 0, 1, 4] as const, [2, 0, 3, 5] as const, [4, 0, 4, 4] as const];
    const marks = marksOf(text, { statements, functions: [], branches: [] }, [5, 0, 1]);
    const update = marks.update([
      [
        [0, 2],
        [1, 1],
        [2, 1],
      ],
    ]);
    assert.deepEqual([...update.changed].sort(), [1, 2, 3]);
    assert.deepEqual([...update.hit], [2]);
    assert.deepEqual(marks.countsOf(2), [1]);
  });

  it('ignores counts of items and layers that do not exist, and values that are no counts', () => {
    const statements = [[1, 0, 1, 4] as const];
    const marks = marksOf('a();', { statements, functions: [], branches: [] }, [1]);
    const bad = ['x', null, -1, Number.NaN] as unknown as number[];
    const pairs = [[-1, 1] as const, [7, 1] as const, [0.5, 1] as const];
    assert.equal(marks.update([pairs, [[0, 5]]]).changed.size, 0);
    for (const count of bad) marks.update([[[0, count]]]);
    assert.deepEqual(marks.countsOf(1), [0]);
  });

  it('shows the same as marks that are created from the new counts, whatever the ranges are', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const text = '(; +)\n  {[]}\r\n\n\t<>\u2028!'.repeat(2);
      const items = randomItems(random, 9, 1 + (seed % 25));
      const size = sizeOfItems(items);
      const layers = Array.from({ length: 1 + (seed % 2) }, () =>
        Array.from({ length: size }, () => random(3)),
      );
      const marks = marksOf(text, items, ...layers);
      for (let round = 0; round < 4 && size > 0; round++) {
        const before = snapshot(text, marks) as unknown[];
        const changes = layers.map((counts) =>
          Array.from({ length: random(4) }, () => {
            const [index, count] = [random(size), random(3)];
            counts[index] = count;
            return [index, count] as const;
          }),
        );
        const { changed } = marks.update(changes);
        const after = snapshot(text, marks) as unknown[];
        assert.deepEqual(after, snapshot(text, marksOf(text, items, ...layers)), `seed ${seed}`);
        for (const [index, line] of after.entries())
          if (!changed.has(index + 1))
            assert.deepEqual(line, before[index], `seed ${seed}, line ${index + 1}`);
      }
    }
  });
});
