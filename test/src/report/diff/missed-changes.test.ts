/** The changed files with the most missed lines. */
import assert from 'node:assert/strict';
import { createInstrument } from '../../../../src/instrument/index.js';
import type { HashedFileCoverage } from '../../../../src/interchange/to-istanbul.js';
import {
  findMissedChanges,
  formatMissedChanges,
  type MissedChanges,
} from '../../../../src/report/diff/missed-changes.js';
import { codeChangeOf } from '../../../support/change-coverage.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../../support/git.js';

const instrumentation = { parserPlugins: [], ignoreClassMethods: [] };

describe('missed changes', () => {
  let repository: GitSandbox;

  beforeEach(() => {
    repository = makeRepository();
  });
  afterEach(() => repository.remove());

  /** Returns coverage of sources in which no line has run. */
  function mapOf(files: Readonly<Record<string, string>>): Record<string, HashedFileCoverage> {
    const instrument = createInstrument('probe', { ...instrumentation, root: repository.root });
    const coverage = Object.entries(files).flatMap(([name, text]) =>
      instrument(text, repository.path(name)).coverage(),
    );
    return Object.fromEntries(coverage.map((file) => [file.path, file as HashedFileCoverage]));
  }

  const find = (map: Record<string, HashedFileCoverage>, signal = new AbortController().signal) =>
    findMissedChanges({
      root: repository.root,
      map,
      isCounted: () => false,
      readUnloaded: () => ({ kind: 'other' }),
      environment: GIT_ENVIRONMENT,
      signal,
    });

  const summary = (missed: MissedChanges | undefined) =>
    missed?.files.map(({ path, missed: lines }) => [path, lines]);

  it('lists files by the number of missed lines, and without files that changed after they were measured', async () => {
    repository.write({ 'a.js': 'one();\n', 'b.js': 'one();\n', 'c.js': 'one();\n' });
    repository.commit();
    const files = { 'a.js': 'one();\ntwo();\n', 'b.js': 'one();\ntwo();\nthree();\n', 'c.js': 'two();\n' };
    repository.write(files);
    repository.write({ 'untracked.js': 'one();\n', 'other.txt': 'one\n' });
    const map = mapOf({ ...files, 'untracked.js': 'one();\n' });
    repository.write({ 'c.js': 'three();\n' });
    const missed = await find(map);
    assert.equal(missed?.ref, 'main');
    assert.deepEqual(summary(missed), [
      ['b.js', [2, 3]],
      ['a.js', [2]],
      ['untracked.js', [1]],
    ]);
  });

  it('has no files if nothing has changed, and is unknown without a commit', async () => {
    assert.equal(await find({}), undefined);
    repository.write({ 'a.js': 'one();\n' });
    repository.commit();
    const missed = await find(mapOf({ 'a.js': 'one();\n' }));
    assert.deepEqual(missed?.files, []);
    assert.deepEqual(missed && formatMissedChanges(missed), []);
  });

  it('stops git when the signal is aborted', async () => {
    const reason = new Error('too long');
    await assert.rejects(find({}, AbortSignal.abort(reason)), reason);
  });

  it('is printed with line ranges, for at most five files', () => {
    const lines = [14, 15, 16, 17, 18, 19, 20, 31];
    const files = [
      codeChangeOf('src/cart.ts', 20, lines),
      ...['b', 'c', 'd', 'e', 'f', 'g'].map((name) => codeChangeOf(name, 1, [1])),
    ];
    assert.deepEqual(formatMissedChanges({ ref: 'origin/main', files }), [
      'Changed since origin/main and not run:',
      '  src/cart.ts: 8 of 20 changed lines not run (14-20, 31)',
      ...['b', 'c', 'd', 'e'].map((name) => `  ${name}: 1 of 1 changed line not run (1)`),
      '  and 2 more files: covermain diff --base origin/main',
    ]);
  });
});
