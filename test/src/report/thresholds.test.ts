/** A threshold is missed where nyc says so. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Thresholds } from '../../../src/project/nyc-config.js';
import {
  describeMissedThreshold,
  findMissedThresholds,
  type MissedThreshold,
} from '../../../src/report/thresholds.js';
import {
  coverageOfExecuted,
  type ExecutedProject,
  makeExecutedProject,
} from '../../support/executed-scripts.js';

const ROOT = resolve('/app');
const SOURCES = {
  'src/a.js': 'let a = 1;\nlet b = 2;\nfunction f() {\n  a;\n}\n',
  'src/b.js': 'let c = 1;\nif (c) c;\n',
};
const NONE = { statements: 0, branches: 0, functions: 0, lines: 0 };

describe('findMisses', () => {
  const map = coverageOfExecuted(ROOT, SOURCES);
  const lines = (...args: Parameters<typeof findMissedThresholds>) =>
    findMissedThresholds(...args).map(describeMissedThreshold);

  it('says what was wanted of all files together, and what there is', () => {
    assert.deepEqual(lines(map, { statements: 84, branches: 50.01, functions: 1, lines: 80 }, ROOT, false), [
      'all files: 83.33% of statements are covered, and at least 84% are wanted',
      'all files: 50% of branches are covered, and at least 50.01% are wanted',
      'all files: 0% of functions are covered, and at least 1% are wanted',
    ]);
  });

  it('names each file that misses it, where they are checked by themselves', () => {
    assert.deepEqual(lines(map, { ...NONE, statements: 80, functions: 100 }, ROOT, true), [
      'src/a.js: 66.66% of statements are covered, and at least 80% are wanted',
      'src/a.js: 0% of functions are covered, and at least 100% are wanted',
    ]);
  });

  it('is what `nyc check-coverage` says, of all files and of each', () => {
    const project = makeExecutedProject(SOURCES);
    project.write('.nyc_output/counts.json', JSON.stringify(project.map));
    for (const wanted of [50, 66.67, 83.33]) {
      for (const perFile of [false, true]) {
        const thresholds = { statements: wanted, branches: wanted, functions: wanted, lines: wanted };
        assert.deepEqual(
          findMissedThresholds(project.map, thresholds, project.root, perFile).map(asNycSays).sort(),
          checkByNyc(project, thresholds, perFile),
        );
      }
    }
    project.remove();

    function asNycSays({ path, metric, percentage, wanted }: MissedThreshold): string {
      const [which, file] = path === undefined ? ['global ', ''] : ['', ` for ${project.path(path)}`];
      return `ERROR: Coverage for ${metric} (${percentage}%) does not meet ${which}threshold (${wanted}%)${file}`;
    }
  });

  it('is content with what is reached exactly', () => {
    assert.deepEqual(lines(map, { ...NONE, branches: 50, statements: 83.33 }, ROOT, false), []);
  });

  it('wants nothing of what has nothing to cover', () => {
    const empty = coverageOfExecuted(ROOT, { 'a.js': '' });
    assert.deepEqual(
      lines(empty, { statements: 100, branches: 100, functions: 100, lines: 100 }, ROOT, true),
      [],
    );
  });
});

const NYC = createRequire(import.meta.url).resolve('nyc/bin/nyc.js');

/** The lines of its complaints, sorted. */
function checkByNyc({ root }: ExecutedProject, thresholds: Thresholds, perFile: boolean): readonly string[] {
  const wanted = Object.entries(thresholds).map(([metric, percentage]) => `--${metric}=${percentage}`);
  const args = [NYC, 'check-coverage', ...wanted, ...(perFile ? ['--per-file'] : [])];
  const { stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  assert.equal(status, lines.length > 0 ? 1 : 0);
  return lines.sort();
}
