/** The lcov text of growing coverage equals that of Istanbul's reporter. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toCoverageMap } from '../../../src/interchange/coverage-map.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import type { Totals } from '../../../src/profile/model/totals.js';
import { drawIstanbulReport } from '../../../src/report/istanbul-report.js';
import { createLcovRecords } from '../../../src/report/lcov-records.js';
import { metaOf } from '../../support/profiles.js';

const ROOT = '/app';

function totalsOf(files: readonly (readonly [meta: FileMeta, counters?: readonly number[]])[]): Totals {
  const named = files.map(
    ([meta, counters], index) => [`${index}`.padStart(64, '0'), meta, counters] as const,
  );
  return {
    metas: new Map(named.map(([hash, meta]) => [hash, meta])),
    sums: new Map(
      named.flatMap(([hash, , counters]) => (counters ? [[hash, Float64Array.from(counters)] as const] : [])),
    ),
    lastCounted: new Map(named.map(([hash]) => [hash, '2025-01-01T00:00:00.000Z'])),
  };
}

describe('lcov records', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  /** Returns what `covermain report --reporter lcovonly` writes. */
  async function reportOf(totals: Totals): Promise<string> {
    await drawIstanbulReport(toCoverageMap(totals, ROOT).map, {
      reporters: ['lcovonly'],
      root: ROOT,
      directory,
      watermarks: { statements: [50, 80], functions: [50, 80], branches: [50, 80], lines: [50, 80] },
      sourceFinder: () => '',
      projectRoot: ROOT,
      skipEmpty: false,
      skipFull: false,
      maxCols: 80,
    });
    return readFileSync(join(directory, 'lcov.info'), 'utf8');
  }

  const recordsIn = (text: string) => text.split(/(?<=end_of_record\n)/).sort();
  const FILES = ['src/b.ts', 'src/a.ts', 'src/deep/__proto__', 'src/line\nbreak.ts', 'c.ts'].map((path) =>
    metaOf({ path }),
  );

  it('are those of the reporter, also after some counters have changed', async () => {
    const records = createLcovRecords(ROOT);
    const first = totalsOf(FILES.map((meta) => [meta, [1, 0, 0]]));
    const text = records.update(first, ROOT) ?? '';
    assert.deepEqual(recordsIn(text), recordsIn(await reportOf(first)));
    assert.match(text, /SF:src\/line\\nbreak\.ts\n/);
    const second = totalsOf(FILES.map((meta, index) => [meta, index === 1 ? [2, 1, 0] : [1, 0, 0]]));
    const next = records.update(second, ROOT) ?? '';
    assert.deepEqual(recordsIn(next), recordsIn(await reportOf(second)));
    assert.notEqual(next, text);
  });

  it('are unknown if nothing has changed, or nothing was measured', () => {
    const records = createLcovRecords(ROOT);
    assert.equal(records.update(totalsOf([]), ROOT), undefined);
    const totals = totalsOf([[metaOf(), [1, 2, 3]]]);
    assert.ok(records.update(totals, ROOT));
    assert.equal(records.update(totals, ROOT), undefined);
    // The maps of a running program change in place.
    const [counters] = totals.sums.values();
    counters?.set([2, 1, 3]);
    assert.ok(records.update(totals, ROOT));
  });

  it('of a file that is gone are removed, and all are written anew for another root', () => {
    const records = createLcovRecords(ROOT);
    const both = totalsOf([
      [metaOf({ path: 'a.ts' }), [1, 1, 1]],
      [metaOf({ path: 'b.ts' }), [1, 1, 1]],
    ]);
    assert.equal(records.update(both, ROOT)?.split('end_of_record').length, 3);
    const one = totalsOf([[metaOf({ path: 'a.ts' }), [1, 1, 1]]]);
    assert.deepEqual(records.update(one, ROOT)?.match(/SF:.*/g), ['SF:a.ts']);
    assert.deepEqual(records.update(one, '/app/sub')?.match(/SF:.*/g), ['SF:sub/a.ts']);
  });
});
