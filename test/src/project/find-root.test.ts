/** The root is the nearest folder that holds a package.json. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectRoot } from '../../../src/project/find-root.js';

describe('findRoot', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    mkdirSync(join(folder, 'packages/app/src/deep'), { recursive: true });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the folder itself where that has a package.json', () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    assert.equal(findProjectRoot(folder), folder);
  });

  it('is the nearest of several', () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 'packages/app/package.json'), '{}');
    assert.equal(findProjectRoot(join(folder, 'packages/app/src/deep')), join(folder, 'packages/app'));
    assert.equal(findProjectRoot(join(folder, 'packages')), folder);
  });

  it('is where one stands if no folder above has one', () => {
    const deep = join(folder, 'packages/app');
    assert.equal(findProjectRoot(deep), deep);
  });
});
