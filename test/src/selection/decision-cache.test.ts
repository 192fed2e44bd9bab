/** Tests that decisions are cached by the rules that they depend on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCacheStore } from '../../../src/cache/cache-store.js';
import { openDecisionCache } from '../../../src/selection/decision-cache.js';
import { createFileSelection } from '../../../src/selection/file-selection.js';
import { RUN } from '../../support/run-context.js';

describe('the decision cache', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache');
  });

  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  const open = () => openCacheStore(directory, 'build', { isClosedByCaller: true });

  it('returns decisions after they were added, also when it is opened again', () => {
    const store = open();
    const decisions = openDecisionCache(store, 'rules');
    assert.equal(decisions.get('/app/a.js'), undefined);
    decisions.add('/app/a.js', true);
    decisions.add('/app/é 終\n.js', false);
    store.close();
    for (const opened of [decisions, openDecisionCache(open(), 'rules')]) {
      assert.equal(opened.get('/app/a.js'), true);
      assert.equal(opened.get('/app/é 終\n.js'), false);
      assert.equal(opened.get('/app/b.js'), undefined);
    }
  });

  it('does not return decisions of other rules', () => {
    const store = open();
    openDecisionCache(store, 'rules').add('/app/a.js', true);
    assert.equal(openDecisionCache(store, 'others').get('/app/a.js'), undefined);
  });

  it('keeps decisions only in memory without a store, or when its directory is a file', () => {
    writeFileSync(directory, '');
    const broken = open();
    for (const store of [undefined, broken]) {
      const decisions = openDecisionCache(store, 'rules');
      decisions.add('/app/a.js', true);
      store?.flush();
      assert.equal(decisions.get('/app/a.js'), true);
      assert.equal(openDecisionCache(store, 'rules').get('/app/a.js'), undefined);
    }
  });

  it('has separate decisions for each selection', () => {
    const store = open();
    const isSelectedWith = (include: readonly string[]) =>
      createFileSelection({ selection: { ...RUN.selection, include } }, store).isSelected('/app/src/a.js');
    assert.deepEqual([['src/**'], ['lib/**'], ['src/**']].map(isSelectedWith), [true, false, true]);
  });

  it('is not needed for the same decisions', () => {
    const fileSelection = createFileSelection({ selection: RUN.selection });
    assert.equal(fileSelection.isSelected('/app/src/a.js'), true);
    assert.equal(fileSelection.isSelected('/app/lib/a.js'), false);
    assert.equal(fileSelection.isCounted('/app/dist/a.js')('/app/src/a.ts'), true);
  });
});
