/** Tests that creating a trigger file causes a dump, and that the file is removed after the dump. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TriggerFileOptions, watchTriggerFile } from '../../../src/agent/trigger-file.js';
import { onceTriggerFilesChecked } from '../../support/triggers.js';
import { onceRemoved } from '../../support/wait-for-files.js';

const LONG_AGO = new Date(0).toISOString();

describe('watching a trigger file', () => {
  let directory: string;
  let path: string;
  let logged: string[];
  let ends: (() => void)[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(directory, 'trigger');
    logged = [];
    ends = [];
  });

  afterEach(() => {
    for (const end of ends) end();
    rmSync(directory, { recursive: true, force: true });
  });

  /** @returns the number of dumps, and a function that stops watching */
  function watch(options: Partial<TriggerFileOptions> = {}) {
    const seen = { dumps: 0, end: () => {} };
    const { dump, ...others } = options;
    seen.end = watchTriggerFile(path, {
      async dump() {
        seen.dumps += 1;
        await dump?.();
      },
      isChosen: async () => true,
      since: LONG_AGO,
      logLine: (line: string) => logged.push(line),
      ...others,
    });
    ends.push(seen.end);
    return seen;
  }

  it('dumps once for each file that is created', async () => {
    const seen = watch();
    for (const dumps of [1, 2, 3]) {
      writeFileSync(path, '');
      await onceRemoved(path);
      assert.equal(seen.dumps, dumps);
    }
    assert.deepEqual(logged, []);
  });

  it('removes the file only after the dump', async () => {
    let finish = () => {};
    const begun = new Promise<void>((resolve) => {
      const dump = () => {
        resolve();
        return new Promise<void>((done) => {
          finish = done;
        });
      };
      watch({ dump });
    });
    writeFileSync(path, '');
    await begun;
    await onceTriggerFilesChecked(directory);
    assert.equal(existsSync(path), true);
    finish();
    await onceRemoved(path);
  });

  it('dumps again if the file changes during the dump', async () => {
    const seen = watch({
      async dump() {
        if (seen.dumps === 1) utimesSync(path, new Date(), new Date());
        await onceTriggerFilesChecked(directory);
      },
    });
    writeFileSync(path, '');
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
  });

  it('ignores a file from before the start of the process until it is touched', async () => {
    writeFileSync(path, '');
    const since = new Date(Math.ceil(statSync(path).ctimeMs) + 50).toISOString();
    const seen = watch({ since });
    await onceTriggerFilesChecked(directory);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 0);
    utimesSync(path, new Date(0), new Date(0));
    await onceRemoved(path);
    assert.equal(seen.dumps, 1);
  });

  it('keeps the file until this process is the chosen one', async () => {
    let asked = 0;
    const isChosen = async () => {
      asked += 1;
      return asked === 3;
    };
    const seen = watch({ isChosen });
    writeFileSync(path, '');
    await onceRemoved(path);
    assert.deepEqual([seen.dumps, asked], [1, 3]);
  });

  it('keeps the file if the dump fails, logs that once, and tries again only when the file changes', async () => {
    const seen = watch({
      async dump() {
        if (seen.dumps === 1) throw new Error('disk full');
      },
    });
    writeFileSync(path, '');
    await onceTriggerFilesChecked(directory);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 1);
    assert.deepEqual(logged, [`Trigger file ${path} failed and is ignored until it changes: disk full`]);

    utimesSync(path, new Date(), new Date());
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
    assert.equal(logged.length, 1);
  });

  it('does not dump if it cannot determine whether this process is chosen', async () => {
    const seen = watch({ isChosen: () => Promise.reject(new Error('no directory')) });
    writeFileSync(path, '');
    await onceTriggerFilesChecked(directory);
    assert.equal(seen.dumps, 0);
    assert.match(logged.join('\n'), /^[^\n]*: no directory$/);
  });

  it('dumps once if the file cannot be removed', async () => {
    const seen = watch();
    mkdirSync(path);
    await onceTriggerFilesChecked(directory);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 1);
    assert.equal(logged.length, 1);
    assert.ok(
      logged[0]?.startsWith(`Trigger file ${path} failed and is ignored until it changes: `),
      logged[0],
    );
  });

  it('dumps again for a file that replaces one that could not be removed', async () => {
    const seen = watch();
    mkdirSync(path);
    await onceTriggerFilesChecked(directory);
    rmSync(path, { recursive: true });
    writeFileSync(path, '');
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
  });

  it('ignores the file after watching was stopped', async () => {
    const seen = watch();
    seen.end();
    writeFileSync(path, '');
    await onceTriggerFilesChecked(directory);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 0);
  });
});
