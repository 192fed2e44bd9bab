/** The root of a project is the nearest directory with a package.json. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProjectRoot } from '../../../src/project/find-root.js';

describe('findProjectRoot', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    mkdirSync(join(directory, 'packages/app/src/deep'), { recursive: true });
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('returns the directory itself when it has a package.json', () => {
    writeFileSync(join(directory, 'package.json'), '{}');
    assert.equal(findProjectRoot(directory), directory);
  });

  it('returns the nearest of several directories with a package.json', () => {
    writeFileSync(join(directory, 'package.json'), '{}');
    writeFileSync(join(directory, 'packages/app/package.json'), '{}');
    assert.equal(findProjectRoot(join(directory, 'packages/app/src/deep')), join(directory, 'packages/app'));
    assert.equal(findProjectRoot(join(directory, 'packages')), directory);
  });

  it('returns the start directory when no directory above has a package.json', () => {
    const deep = join(directory, 'packages/app');
    assert.equal(findProjectRoot(deep), deep);
  });
});
