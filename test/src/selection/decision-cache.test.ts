/** Decisions that are kept: by the rules they were made by, and only whole. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDecisionCache } from '../../../src/selection/decision-cache.js';
import { createFileSelection } from '../../../src/selection/file-selection.js';
import { RUN } from '../../support/run-context.js';

describe('decisions', () => {
  let folder: string;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache');
  });

  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  it('are known once they were made, to another process, too', () => {
    const decisions = openDecisionCache(folder, 'rules');
    assert.equal(decisions.get('/app/a.js'), undefined);
    decisions.add('/app/a.js', true);
    decisions.add('/app/é 終.js', false);
    for (const opened of [decisions, openDecisionCache(folder, 'rules')]) {
      assert.equal(opened.get('/app/a.js'), true);
      assert.equal(opened.get('/app/é 終.js'), false);
      assert.equal(opened.get('/app/b.js'), undefined);
    }
  });

  it('are not those of other rules', () => {
    openDecisionCache(folder, 'rules').add('/app/a.js', true);
    assert.equal(openDecisionCache(folder, 'others').get('/app/a.js'), undefined);
  });

  it('are made anew where the end of the file was cut off', () => {
    openDecisionCache(folder, 'rules').add('/app/a.js', true);
    appendFileSync(join(folder, 'decisions.rules'), '-/app/a.j');
    const opened = openDecisionCache(folder, 'rules');
    assert.equal(opened.get('/app/a.js'), true);
    assert.equal(opened.get('/app/a.j'), undefined);
  });

  it('of a file whose name has a line break are not kept', () => {
    const decisions = openDecisionCache(folder, 'rules');
    decisions.add('/app/a\n-/app/b.js', true);
    decisions.add('/app/c.js', true);
    assert.equal(decisions.get('/app/a\n-/app/b.js'), true);
    assert.equal(readFileSync(join(folder, 'decisions.rules'), 'utf8'), '+/app/c.js\n');
  });

  it('are known in this process only, where the folder is a file', () => {
    writeFileSync(folder, '');
    const decisions = openDecisionCache(folder, 'rules');
    decisions.add('/app/a.js', true);
    assert.equal(decisions.get('/app/a.js'), true);
    assert.equal(openDecisionCache(folder, 'rules').get('/app/a.js'), undefined);
  });

  it('follow the selection: another one is never answered by an earlier', () => {
    const chosen = (include: readonly string[]) =>
      createFileSelection({ cache: folder, selection: { ...RUN.selection, include } }).isSelected(
        '/app/src/a.js',
      );
    assert.deepEqual([['src/**'], ['lib/**'], ['src/**']].map(chosen), [true, false, true]);
    assert.equal(readdirSync(folder).length, 2);
  });

  it('are the same without a cache', () => {
    const choice = createFileSelection({ cache: null, selection: RUN.selection });
    assert.equal(choice.isSelected('/app/src/a.js'), true);
    assert.equal(choice.isSelected('/app/lib/a.js'), false);
    assert.equal(choice.isCounted('/app/dist/a.js')('/app/src/a.ts'), true);
  });
});
