/** Converting totals to coverage data with one version of each file. */
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
/** `A` transpiled: the same items with other probes. */
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
/** `A` instrumented without its functions. */
const A_LESS = metaOf({ path: 'src/a.ts', functions: [] });

const MONDAY = { end: '2025-01-06T12:00:00.000Z' };
const TUESDAY = { end: '2025-01-07T12:00:00.000Z' };

function directoryOf(metas: readonly FileMeta[], ...profiles: readonly CountersProfile[]): Totals {
  return totalsOf({ metas: new Map(metas.map((meta) => [hashOf(encodeMeta(meta)), meta])), profiles });
}

/** Returns the hash of each version that is not in the map. */
function hashesOf({ others }: ProjectCoverage): readonly string[] {
  return others.map(({ hash }) => hash);
}

describe('toCoverageMap', () => {
  it('adds all profiles of each path, and has zeros for a file without counters', () => {
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

  it('adds two instrumentations of one source by the ids of Istanbul', () => {
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

  const VERSIONS: readonly [title: string, profiles: readonly CountersProfile[]][] = [
    ['first', [onceOf(A_CHANGED, TUESDAY), onceOf(A, MONDAY)]],
    ['last', [onceOf(A, MONDAY), onceOf(A_CHANGED, TUESDAY)]],
  ];

  for (const [title, profiles] of VERSIONS) {
    it(`contains the version that was counted last and lists the other if it comes ${title}`, () => {
      for (const metas of [
        [A, A_CHANGED],
        [A_CHANGED, A],
      ]) {
        const { map, others } = toCoverageMap(directoryOf(metas, ...profiles), ROOT);
        const path = resolve(ROOT, 'src/a.ts');
        assert.deepEqual(map, { [path]: toIstanbul(A_CHANGED, [1, 1, 1], ROOT) });
        const lostFunctions = A.functions.map(({ name, declaration }) => ({ name, declaration }));
        assert.deepEqual(others, [
          { path, hash: A.sourceHash, matchedFunctions: 0, lostFunctions, ranOutside: false },
        ]);
      }
    });
  }

  it('ignores a version that was never counted if another was', () => {
    const { map, others } = toCoverageMap(directoryOf([A, A_CHANGED], onceOf(A_CHANGED, MONDAY)), ROOT);
    assert.deepEqual(Object.values(map), [toIstanbul(A_CHANGED, [1, 1, 1], ROOT)]);
    assert.deepEqual(others, []);
  });

  it('contains the preferred version and calls `preferred` only for files with several versions', () => {
    const totals = directoryOf([A, A_CHANGED, B], onceOf(A_CHANGED, TUESDAY), onceOf(A, MONDAY));
    const calls: string[] = [];
    const { map } = toCoverageMap(totals, ROOT, (path) => {
      calls.push(path);
      return A.sourceHash;
    });
    const path = resolve(ROOT, 'src/a.ts');
    assert.deepEqual(map[path], toIstanbul(A, [1, 1, 1], ROOT));
    assert.deepEqual(calls, [path]);
  });

  it('uses the latest time of all instrumentations of a version', () => {
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

  it('adds two instrumentations of one source by the ranges of their items', () => {
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

/** Returns a profile in which every counter of a meta is 1. */
function onceOf(meta: FileMeta, changes: Partial<CountersProfile>): CountersProfile {
  return profileOf([countersOf(meta, Array(meta.probes).fill(1))], changes);
}
