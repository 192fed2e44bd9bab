/** Tests that decisions are cached by the rules that they depend on, and that incomplete entries are ignored. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDecisionCache } from '../../../src/selection/decision-cache.js';
import { createFileSelection } from '../../../src/selection/file-selection.js';
import { RUN } from '../../support/run-context.js';

describe('the decision cache', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache');
  });

  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  it('returns decisions after they were added, also when it is opened again', () => {
    const decisions = openDecisionCache(directory, 'rules');
    assert.equal(decisions.get('/app/a.js'), undefined);
    decisions.add('/app/a.js', true);
    decisions.add('/app/é 終.js', false);
    for (const opened of [decisions, openDecisionCache(directory, 'rules')]) {
      assert.equal(opened.get('/app/a.js'), true);
      assert.equal(opened.get('/app/é 終.js'), false);
      assert.equal(opened.get('/app/b.js'), undefined);
    }
  });

  it('does not return decisions of other rules', () => {
    openDecisionCache(directory, 'rules').add('/app/a.js', true);
    assert.equal(openDecisionCache(directory, 'others').get('/app/a.js'), undefined);
  });

  it('ignores a truncated last line', () => {
    openDecisionCache(directory, 'rules').add('/app/a.js', true);
    appendFileSync(join(directory, 'decisions.rules'), '-/app/a.j');
    const opened = openDecisionCache(directory, 'rules');
    assert.equal(opened.get('/app/a.js'), true);
    assert.equal(opened.get('/app/a.j'), undefined);
  });

  it('does not write a decision about a file with a line break in its name', () => {
    const decisions = openDecisionCache(directory, 'rules');
    decisions.add('/app/a\n-/app/b.js', true);
    decisions.add('/app/c.js', true);
    assert.equal(decisions.get('/app/a\n-/app/b.js'), true);
    assert.equal(readFileSync(join(directory, 'decisions.rules'), 'utf8'), '+/app/c.js\n');
  });

  it('keeps decisions only in memory when its directory is a file', () => {
    writeFileSync(directory, '');
    const decisions = openDecisionCache(directory, 'rules');
    decisions.add('/app/a.js', true);
    assert.equal(decisions.get('/app/a.js'), true);
    assert.equal(openDecisionCache(directory, 'rules').get('/app/a.js'), undefined);
  });

  it('has separate decisions for each selection', () => {
    const isSelectedWith = (include: readonly string[]) =>
      createFileSelection({ cache: directory, selection: { ...RUN.selection, include } }).isSelected(
        '/app/src/a.js',
      );
    assert.deepEqual([['src/**'], ['lib/**'], ['src/**']].map(isSelectedWith), [true, false, true]);
    assert.equal(readdirSync(directory).length, 2);
  });

  it('is not needed for the same decisions', () => {
    const fileSelection = createFileSelection({ cache: null, selection: RUN.selection });
    assert.equal(fileSelection.isSelected('/app/src/a.js'), true);
    assert.equal(fileSelection.isSelected('/app/lib/a.js'), false);
    assert.equal(fileSelection.isCounted('/app/dist/a.js')('/app/src/a.ts'), true);
  });
});
