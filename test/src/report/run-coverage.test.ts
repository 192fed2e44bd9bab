/** The coverage of a run is the sum of its profiles, as nyc adds them up. */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { addUpCoverage } from '../../../src/report/run-coverage.js';
import { RUN } from '../../support/run-context.js';

/** A file with one statement. */
function fileOf(path: string, count: number, more: object = {}): Readonly<Record<string, FileCoverageData>> {
  const statement = { start: { line: 1, column: 0 }, end: { line: 1, column: 5 } };
  const file = {
    path,
    statementMap: { 0: statement },
    fnMap: {},
    branchMap: {},
    s: { 0: count },
    f: {},
    b: {},
  };
  return { [path]: { ...file, ...more } };
}

const CONFIG = { selection: RUN.selection, excludeAfterRemap: false };

describe('adding up the coverage of a run', () => {
  it('sums the counts of each file, in the order of paths', async () => {
    const maps = [fileOf('/app/src/b.js', 1), fileOf('/app/src/a.js', 2), fileOf('/app/src/b.js', 3)];
    const sum = await addUpCoverage(maps, CONFIG);
    assert.deepEqual(
      Object.values(sum).map(({ path, s }) => [path, s[0]]),
      [
        ['/app/src/a.js', 2],
        ['/app/src/b.js', 4],
      ],
    );
  });

  it('replaces zeros of a never loaded file by counts', async () => {
    const zeros = fileOf('/app/src/a.js', 0, { all: true });
    for (const maps of [
      [zeros, fileOf('/app/src/a.js', 2)],
      [fileOf('/app/src/a.js', 2), zeros],
    ]) {
      const sum = await addUpCoverage(structuredClone(maps), CONFIG);
      assert.equal(sum['/app/src/a.js']?.s[0], 2);
      assert.equal('all' in (sum['/app/src/a.js'] ?? {}), false);
    }
  });

  it('leaves out unselected files with exclude-after-remap only', async () => {
    const maps = [fileOf('/app/src/a.js', 1), fileOf('/app/lib/b.js', 1)];
    const both = await addUpCoverage(structuredClone(maps), CONFIG);
    assert.deepEqual(Object.keys(both), ['/app/lib/b.js', '/app/src/a.js']);
    const selected = await addUpCoverage(maps, { ...CONFIG, excludeAfterRemap: true });
    assert.deepEqual(Object.keys(selected), ['/app/src/a.js']);
  });

  it('returns nothing without profiles', async () => {
    assert.deepEqual(await addUpCoverage([], CONFIG), {});
  });
});
