/** Algebraic laws of profiles: sums do not depend on an order, and set operations agree with a naive model. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { toCoverageMap } from '../../../../src/interchange/coverage-map.js';
import type { Totals } from '../../../../src/profile/model/totals.js';
import { intersectTotals, subtractTotals } from '../../../../src/profile/versions/set-operations.js';
import { naiveCountsOf, naiveOperation } from '../../../support/naive-counts.js';
import { randomOf } from '../../../support/profiles.js';
import {
  type Measured,
  randomMeasured,
  randomSources,
  type SourcesOptions,
  shuffle,
  totalsOfAll,
} from '../../../support/random-totals.js';

const ROOT = resolve('/app');
const SEEDS = Array.from({ length: 100 }, (_, seed) => seed);
const ALL: SourcesOptions = { hasUnknown: true, hasTexts: true };
/** Without matching functions and unknown sources, items are equal only if their ranges are. */
const PLAIN: SourcesOptions = { hasUnknown: false, hasTexts: false };

const NOTHING: Totals = { metas: new Map(), sums: new Map(), lastCounted: new Map() };

/** Returns three profiles of the same sources. */
function threeOf(seed: number, options: SourcesOptions): readonly [Measured, Measured, Measured] {
  const random = randomOf(seed);
  const metas = randomSources(random, options);
  const one = () => randomMeasured(random, metas, random(4));
  return [one(), one(), one()];
}

function coverageOf(totals: Totals) {
  return toCoverageMap(totals, ROOT);
}

/** Returns the counts above 0. */
function positiveCountsOf(totals: Totals) {
  return new Map([...naiveCountsOf(totals)].filter(([, count]) => count > 0));
}

describe('a sum of profiles', () => {
  it('is the same for any order of metas and profiles', () => {
    for (const seed of SEEDS) {
      const all = threeOf(seed, ALL);
      const random = randomOf(seed);
      const totals = totalsOfAll(...all);
      const mixed = totalsOfAll(
        ...shuffle(random, all).map(({ metas, profiles }) => ({
          metas: new Map(shuffle(random, [...metas])),
          profiles: shuffle(random, profiles),
        })),
      );
      assert.deepEqual(coverageOf(mixed), coverageOf(totals), `seed ${seed}`);
    }
  });

  it('covers files in several versions and with several instrumentations', () => {
    const sums = SEEDS.map((seed) => totalsOfAll(...threeOf(seed, ALL)));
    assert.ok(sums.filter((totals) => coverageOf(totals).others.length > 0).length > 50);
    assert.ok(
      sums.filter((totals) => coverageOf(totals).others.some(({ matchedFunctions }) => matchedFunctions > 0))
        .length > 10,
    );
    assert.ok(sums.filter(({ metas }) => metas.size > 6).length > 50);
  });

  it('has the counts of each item of a file with a single version', () => {
    for (const seed of SEEDS) {
      const totals = totalsOfAll(...threeOf(seed, PLAIN));
      const { map, others } = coverageOf(totals);
      const alone = Object.values(map).filter(({ path }) => others.every((other) => other.path !== path));
      for (const { path, hash, s } of alone) {
        const prefix = `${path.slice(ROOT.length + 1).replaceAll('\\', '/')} ${hash} statement `;
        const counts = [...naiveCountsOf(totals)].filter(([item]) => item.startsWith(prefix));
        const [shown, counted] = [Object.values(s), counts.map(([, count]) => count)].map((numbers) =>
          numbers.reduce((total, number) => total + number, 0),
        );
        assert.equal(shown, counted, `seed ${seed}, ${path}`);
      }
    }
  });
});

describe('a difference of profiles', () => {
  it('keeps counts of items that ran in the first and in no other', () => {
    for (const seed of SEEDS) {
      const [a, b, c] = threeOf(seed, PLAIN).map((one) => totalsOfAll(one)) as [Totals, Totals, Totals];
      const [first, ...others] = [a, b, c].map(naiveCountsOf);
      const expected = naiveOperation(first ?? new Map(), others, (counts) =>
        counts.every((count) => count === 0),
      );
      assert.deepEqual(naiveCountsOf(subtractTotals(a, [b, c])), expected, `seed ${seed}`);
    }
  });

  it('is the same if others are subtracted one by one or all at once', () => {
    for (const seed of SEEDS) {
      const [a, b, c] = threeOf(seed, ALL).map((one) => totalsOfAll(one)) as [Totals, Totals, Totals];
      const expected = coverageOf(subtractTotals(a, [b, c]));
      for (const [one, other] of [
        [b, c],
        [c, b],
      ] as const)
        assert.deepEqual(
          coverageOf(subtractTotals(subtractTotals(a, [one]), [other])),
          expected,
          `seed ${seed}`,
        );
    }
  });

  it('has no hits for a profile and itself', () => {
    for (const seed of SEEDS) {
      const totals = totalsOfAll(...threeOf(seed, ALL));
      assert.deepEqual([...positiveCountsOf(subtractTotals(totals, [totals]))], [], `seed ${seed}`);
    }
  });

  it('equals the profile if nothing is subtracted', () => {
    for (const seed of SEEDS) {
      const totals = totalsOfAll(...threeOf(seed, ALL));
      for (const others of [[], [NOTHING]])
        assert.deepEqual(coverageOf(subtractTotals(totals, others)), coverageOf(totals), `seed ${seed}`);
    }
  });
});

describe('an intersection of profiles', () => {
  it('keeps the counts of the first for items that ran in all', () => {
    for (const seed of SEEDS) {
      const [a, b, c] = threeOf(seed, PLAIN).map((one) => totalsOfAll(one)) as [Totals, Totals, Totals];
      const [first, ...others] = [a, b, c].map(naiveCountsOf);
      const expected = naiveOperation(first ?? new Map(), others, (counts) =>
        counts.every((count) => count > 0),
      );
      assert.deepEqual(naiveCountsOf(intersectTotals(a, [b, c])), expected, `seed ${seed}`);
      assert.deepEqual(
        coverageOf(intersectTotals(intersectTotals(a, [b]), [c])),
        coverageOf(intersectTotals(a, [c, b])),
      );
    }
  });

  it('equals the profile for a profile and itself', () => {
    for (const seed of SEEDS) {
      const totals = totalsOfAll(...threeOf(seed, ALL));
      assert.deepEqual(coverageOf(intersectTotals(totals, [totals])), coverageOf(totals), `seed ${seed}`);
    }
  });

  it('has no hits for a profile and an empty one', () => {
    for (const seed of SEEDS) {
      const totals = totalsOfAll(...threeOf(seed, ALL));
      assert.deepEqual([...positiveCountsOf(intersectTotals(totals, [NOTHING]))], [], `seed ${seed}`);
    }
  });

  it('and the difference of two profiles add up to the first', () => {
    for (const seed of SEEDS) {
      const [a, b] = threeOf(seed, PLAIN).map((one) => totalsOfAll(one)) as [Totals, Totals];
      const parts = [intersectTotals(a, [b]), subtractTotals(a, [b])].map(naiveCountsOf);
      const sum = new Map([...naiveCountsOf(a).keys()].map((item) => [item, sumAt(parts, item)]));
      assert.deepEqual(sum, naiveCountsOf(a), `seed ${seed}`);
    }
  });
});

function sumAt(parts: readonly ReadonlyMap<string, number>[], item: string): number {
  return parts.reduce((total, part) => total + (part.get(item) ?? 0), 0);
}
