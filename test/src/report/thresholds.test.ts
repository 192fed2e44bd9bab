/** Thresholds are missed exactly where nyc reports them as missed. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Thresholds } from '../../../src/project/nyc-config.js';
import type { MissedThreshold } from '../../../src/report/coverage-document.js';
import { describeMissedThreshold, findMissedThresholds } from '../../../src/report/thresholds.js';
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

describe('checking thresholds', () => {
  const map = coverageOfExecuted(ROOT, SOURCES);
  const lines = (...args: Parameters<typeof findMissedThresholds>) =>
    findMissedThresholds(...args).map(describeMissedThreshold);

  it('reports the percentage and the threshold of all files together', () => {
    assert.deepEqual(lines(map, { statements: 84, branches: 50.01, functions: 1, lines: 80 }, ROOT, false), [
      'all files: 83.33% of statements are covered, below the threshold of 84%',
      'all files: 50% of branches are covered, below the threshold of 50.01%',
      'all files: 0% of functions are covered, below the threshold of 1%',
    ]);
  });

  it('names each file that misses a threshold per file', () => {
    assert.deepEqual(lines(map, { ...NONE, statements: 80, functions: 100 }, ROOT, true), [
      'src/a.js: 66.66% of statements are covered, below the threshold of 80%',
      'src/a.js: 0% of functions are covered, below the threshold of 100%',
    ]);
  });

  it('equals `nyc check-coverage`, for all files together and per file', () => {
    const project = makeExecutedProject(SOURCES);
    project.write('.nyc_output/counts.json', JSON.stringify(project.map));
    for (const required of [50, 66.67, 83.33]) {
      for (const perFile of [false, true]) {
        const thresholds = { statements: required, branches: required, functions: required, lines: required };
        assert.deepEqual(
          findMissedThresholds(project.map, thresholds, project.root, perFile).map(formatAsNyc).sort(),
          checkByNyc(project, thresholds, perFile),
        );
      }
    }
    project.remove();

    function formatAsNyc({ path, metric, percentage, required }: MissedThreshold): string {
      const [which, file] = path === null ? ['global ', ''] : ['', ` for ${project.path(path)}`];
      return `ERROR: Coverage for ${metric} (${percentage}%) does not meet ${which}threshold (${required}%)${file}`;
    }
  });

  it('accepts a percentage that equals the threshold', () => {
    assert.deepEqual(lines(map, { ...NONE, branches: 50, statements: 83.33 }, ROOT, false), []);
  });

  it('accepts a file without code', () => {
    const empty = coverageOfExecuted(ROOT, { 'a.js': '' });
    assert.deepEqual(
      lines(empty, { statements: 100, branches: 100, functions: 100, lines: 100 }, ROOT, true),
      [],
    );
  });
});

const NYC = createRequire(import.meta.url).resolve('nyc/bin/nyc.js');

/** Returns the errors that nyc prints, sorted. */
function checkByNyc({ root }: ExecutedProject, thresholds: Thresholds, perFile: boolean): readonly string[] {
  const required = Object.entries(thresholds).map(([metric, percentage]) => `--${metric}=${percentage}`);
  const args = [NYC, 'check-coverage', ...required, ...(perFile ? ['--per-file'] : [])];
  const { stderr, status } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '');
  assert.equal(status, lines.length > 0 ? 1 : 0);
  return lines.sort();
}
