/** Summaries of files, directories and the total equal Istanbul's. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import libCoverage from 'istanbul-lib-coverage';
import { METRICS } from '../../../src/project/nyc-config.js';
import {
  addSummaries,
  summarizeCoverage,
  summarizeDirectories,
  summarizeFiles,
} from '../../../src/report/summary.js';
import { coverageOfExecuted } from '../../support/executed-scripts.js';

const ROOT = resolve('/app');

const SOURCES = {
  'main.js': 'let a = 1; let b = 2;\nif (a) b;\n',
  'src/z.js': 'function never() {\n  never();\n}\n',
  'src/lib/b.js': 'const f = (x = 1) => (x ? 1 : 2);\nf();\n',
  'src/a.js': '',
};

describe('summarizing coverage', () => {
  const map = coverageOfExecuted(ROOT, SOURCES);
  const files = summarizeFiles(map, ROOT);

  it('returns one summary per file, in the order of paths', () => {
    assert.deepEqual(
      files.map(({ path }) => path),
      ['main.js', 'src/a.js', 'src/lib/b.js', 'src/z.js'],
    );
  });

  it('equals Istanbul for each file and for the total', () => {
    const coverage = libCoverage.createCoverageMap({ ...map });
    const expected = (summary: libCoverage.CoverageSummary) =>
      METRICS.map((metric) => [summary[metric].covered, summary[metric].total]);
    const total = addSummaries(files);
    assert.deepEqual(
      METRICS.map((metric) => [total[metric].covered, total[metric].total]),
      expected(coverage.getCoverageSummary()),
    );
    for (const file of files) {
      assert.deepEqual(
        METRICS.map((metric) => [file[metric].covered, file[metric].total]),
        expected(coverage.fileCoverageFor(resolve(ROOT, file.path)).toSummary()),
      );
    }
  });

  it('summarizes each directory without its subdirectories', () => {
    const statements = summarizeDirectories(files).map(({ path, statements }) => [path, statements]);
    assert.deepEqual(statements, [
      ['.', { covered: 4, total: 4 }],
      ['src', { covered: 0, total: 1 }],
      ['src/lib', { covered: 3, total: 3 }],
    ]);
  });

  it('returns zeros without files', () => {
    assert.deepEqual(addSummaries([]).lines, { covered: 0, total: 0 });
    assert.deepEqual([summarizeFiles({}, ROOT), summarizeDirectories([])], [[], []]);
  });

  it('adds truncated percentages for JSON documents, and null where there is nothing to cover', () => {
    const document = summarizeCoverage(map, ROOT);
    assert.deepEqual(document.total.statements, { covered: 7, total: 8, percent: 87.5 });
    assert.deepEqual(document.files[1], {
      path: 'src/a.js',
      ...Object.fromEntries(METRICS.map((metric) => [metric, { covered: 0, total: 0, percent: null }])),
    });
  });
});
