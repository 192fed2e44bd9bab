/** One version of each path is in the map: the sum of all that counted it; other versions are named. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { type ProjectCoverage, toCoverageMap } from '../../../src/interchange/coverage-map.js';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { encodeMeta, hashOf } from '../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import { type Totals, totalsOf } from '../../../src/profile/model/totals.js';
import { countersOf, metaOf, profileOf } from '../../support/profiles.js';

const ROOT = resolve('/app');
const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
/** `A` transpiled: the same items, counted by other probes. */
const A_TRANSPILED = metaOf({
  path: 'src/a.ts',
  probes: 4,
  statements: A.statements.map((statement, id) => ({ ...statement, count: [id, 3] })),
});
const A_CHANGED = metaOf({
  path: 'src/a.ts',
  sourceHash: 'c'.repeat(64),
  functions: A.functions.map((called) => ({ ...called, textHash: 'c'.repeat(16) })),
});
/** `A` under a configuration by which its functions are not counted. */
const A_LESS = metaOf({ path: 'src/a.ts', functions: [] });

const MONDAY = { end: '2025-01-06T12:00:00.000Z' };
const TUESDAY = { end: '2025-01-07T12:00:00.000Z' };

function directoryOf(metas: readonly FileMeta[], ...profiles: readonly CountersProfile[]): Totals {
  return totalsOf({ metas: new Map(metas.map((meta) => [hashOf(encodeMeta(meta)), meta])), profiles });
}

/** The hash of each version that is not in the map. */
function hashesOf({ others }: ProjectCoverage): readonly string[] {
  return others.map(({ hash }) => hash);
}

describe('toCoverageMap', () => {
  it('gives the sum of all profiles for each path, and zeros for a file that nothing counted', () => {
    const directory = directoryOf(
      [B, A],
      profileOf([countersOf(A, [1, 2, 3])]),
      profileOf([countersOf(A, [10, 20, 30])]),
    );
    const { map, others } = toCoverageMap(directory, ROOT);
    const expected = [toIstanbul(A, [11, 22, 33], ROOT), { ...toIstanbul(B, [0, 0, 0], ROOT), all: true }];
    assert.deepEqual(
      Object.entries(map),
      expected.map((coverage) => [coverage.path, coverage]),
    );
    assert.deepEqual(others, []);
  });

  it("adds what came by two ways from one source by Istanbul's ids", () => {
    const directory = directoryOf(
      [A, A_TRANSPILED],
      profileOf([countersOf(A, [1, 2, 3])]),
      profileOf([countersOf(A_TRANSPILED, [10, 20, 30, 40])]),
    );
    const { map, others } = toCoverageMap(directory, ROOT);
    const { s, f, b } = map[resolve(ROOT, 'src/a.ts')] ?? assert.fail();
    assert.deepEqual({ s, f, b }, { s: { 0: 51, 1: 62 }, f: { 0: 11 }, b: { 0: [22, 33] } });
    assert.deepEqual(others, []);
  });

  const VERSIONS: readonly [what: string, profiles: readonly CountersProfile[]][] = [
    ['first', [onceOf(A_CHANGED, TUESDAY), onceOf(A, MONDAY)]],
    ['last', [onceOf(A, MONDAY), onceOf(A_CHANGED, TUESDAY)]],
  ];

  for (const [what, profiles] of VERSIONS) {
    it(`gives the version that was counted last, and names the other, where it comes ${what}`, () => {
      for (const metas of [
        [A, A_CHANGED],
        [A_CHANGED, A],
      ]) {
        const { map, others } = toCoverageMap(directoryOf(metas, ...profiles), ROOT);
        const path = resolve(ROOT, 'src/a.ts');
        assert.deepEqual(map, { [path]: toIstanbul(A_CHANGED, [1, 1, 1], ROOT) });
        const left = A.functions.map(({ name, declaration }) => ({ name, declaration }));
        assert.deepEqual(others, [{ path, hash: A.sourceHash, carried: 0, left, ranOutside: false }]);
      }
    });
  }

  it('passes over a version that was never counted, beside one that was', () => {
    const { map, others } = toCoverageMap(directoryOf([A, A_CHANGED], onceOf(A_CHANGED, MONDAY)), ROOT);
    assert.deepEqual(Object.values(map), [toIstanbul(A_CHANGED, [1, 1, 1], ROOT)]);
    assert.deepEqual(others, []);
  });

  it('gives the version that is preferred, and asks only where there are several', () => {
    const totals = directoryOf([A, A_CHANGED, B], onceOf(A_CHANGED, TUESDAY), onceOf(A, MONDAY));
    const asked: string[] = [];
    const { map } = toCoverageMap(totals, ROOT, (path) => {
      asked.push(path);
      return A.sourceHash;
    });
    const path = resolve(ROOT, 'src/a.ts');
    assert.deepEqual(map[path], toIstanbul(A, [1, 1, 1], ROOT));
    assert.deepEqual(asked, [path]);
  });

  it('takes the time of whichever way counted a version last', () => {
    const metas = [A, A_CHANGED, A_TRANSPILED];
    const directory = directoryOf(
      metas,
      onceOf(A, MONDAY),
      onceOf(A_CHANGED, MONDAY),
      onceOf(A_TRANSPILED, TUESDAY),
    );
    const coverage = toCoverageMap(directory, ROOT);
    assert.equal(coverage.map[resolve(ROOT, 'src/a.ts')]?.hash, A.sourceHash);
    assert.deepEqual(hashesOf(coverage), [A_CHANGED.sourceHash]);
  });

  it('adds two ways of counting one source by the places of what they count', () => {
    for (const metas of [
      [A_LESS, A],
      [A, A_LESS],
    ]) {
      const { map, others } = toCoverageMap(
        directoryOf(metas, onceOf(A_LESS, TUESDAY), onceOf(A, MONDAY)),
        ROOT,
      );
      const { s, f, b } = map[resolve(ROOT, 'src/a.ts')] ?? assert.fail();
      assert.deepEqual({ s, f, b }, { s: { 0: 2, 1: 2 }, f: { 0: 1 }, b: { 0: [2, 2] } });
      assert.deepEqual(others, []);
    }
  });
});

/** A profile in which every counter of a meta is 1. */
function onceOf(meta: FileMeta, changes: Partial<CountersProfile>): CountersProfile {
  return profileOf([countersOf(meta, Array(meta.probes).fill(1))], changes);
}
