/** `covermain open` shows the newest run of the project, or the one that is named. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRecordedRun, findRunningRun } from '../../../src/commands/find-page-run.js';

const OLD = '2026-01-01T00-00-00-000Z-aaaaaaaa';
const NEW = '2026-02-01T00-00-00-000Z-bbbbbbbb';

describe('the run of the live page', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'covermain-page-run-'));
    writeFileSync(join(root, 'package.json'), '{}');
    addProfile('coverage-data/new', NEW, 2_000);
    addProfile('coverage-data/old', OLD, 1_000);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  /** @param time seconds at which the profile was written */
  function addProfile(directory: string, run: string, time: number): void {
    mkdirSync(join(root, directory), { recursive: true });
    const path = join(root, directory, `covcounters.${run}.7.2026-01-01T00-00-00-000Z`);
    writeFileSync(path, '');
    utimesSync(path, time, time);
  }

  it('is the one of the newest profile if none is running', async () => {
    assert.equal(await findRunningRun([root]), undefined);
    assert.deepEqual(await findRecordedRun([root], {}), {
      root,
      run: NEW,
      directory: join(root, 'coverage-data/new'),
    });
  });

  it('is the newest one of several in the same directory', async () => {
    addProfile('coverage-data/new', OLD, 2_000);
    assert.equal((await findRecordedRun([root], {}))?.run, NEW);
  });

  it('can be named', async () => {
    assert.equal((await findRecordedRun([root], {}, OLD))?.directory, join(root, 'coverage-data/old'));
    assert.equal(await findRecordedRun([root], {}, 'missing'), undefined);
  });

  it('is in the directory of COVER_DIR if that is set', async () => {
    assert.equal((await findRecordedRun([root], { COVER_DIR: 'coverage-data/old' }))?.run, OLD);
    assert.equal(await findRecordedRun([root], { COVER_DIR: 'missing' }), undefined);
  });

  it('is none in a project without profiles', async () => {
    rmSync(join(root, 'coverage-data'), { recursive: true });
    assert.equal(await findRecordedRun([root], {}), undefined);
  });

  it('is not read from names that are no ids', async () => {
    rmSync(join(root, 'coverage-data'), { recursive: true });
    addProfile('coverage-data/odd', 'a b', 3_000);
    assert.equal(await findRecordedRun([root], {}), undefined);
  });
});
