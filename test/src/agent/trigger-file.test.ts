/** A trigger file asks for a dump by being there, and is told that it is done by being removed. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TriggerFileOptions, watchTriggerFile } from '../../../src/agent/trigger-file.js';
import { looked } from '../../support/triggers.js';
import { onceRemoved } from '../../support/wait-for-files.js';

const LONG_AGO = new Date(0).toISOString();

describe('watchTrigger', () => {
  let folder: string;
  let path: string;
  let said: string[];
  let ends: (() => void)[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    path = join(folder, 'trigger');
    said = [];
    ends = [];
  });

  afterEach(() => {
    for (const end of ends) end();
    rmSync(folder, { recursive: true, force: true });
  });

  /** @returns how many dumps there were, and what ends it */
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
      logLine: (line: string) => said.push(line),
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
    assert.deepEqual(said, []);
  });

  it('removes the file only once the dump is done', async () => {
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
    await looked(folder);
    assert.equal(existsSync(path), true);
    finish();
    await onceRemoved(path);
  });

  it('dumps again where the file has changed since the dump began', async () => {
    const seen = watch({
      async dump() {
        if (seen.dumps === 1) utimesSync(path, new Date(), new Date());
        await looked(folder);
      },
    });
    writeFileSync(path, '');
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
  });

  it('passes over a file from before the process began, until it is touched', async () => {
    writeFileSync(path, '');
    const since = new Date(Math.ceil(statSync(path).ctimeMs) + 50).toISOString();
    const seen = watch({ since });
    await looked(folder);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 0);
    utimesSync(path, new Date(0), new Date(0));
    await onceRemoved(path);
    assert.equal(seen.dumps, 1);
  });

  it('leaves the file to another process, until it is the one that is chosen', async () => {
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

  it('keeps the file where the dump fails, says so once, and tries no more before the file changes', async () => {
    const seen = watch({
      async dump() {
        if (seen.dumps === 1) throw new Error('disk full');
      },
    });
    writeFileSync(path, '');
    await looked(folder);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 1);
    assert.deepEqual(said, [`Trigger file ${path} failed and is ignored until it changes: disk full`]);

    utimesSync(path, new Date(), new Date());
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
    assert.equal(said.length, 1);
  });

  it('tries no more where it does not know whether it is chosen', async () => {
    const seen = watch({ isChosen: () => Promise.reject(new Error('no folder')) });
    writeFileSync(path, '');
    await looked(folder);
    assert.equal(seen.dumps, 0);
    assert.match(said.join('\n'), /^[^\n]*: no folder$/);
  });

  it('dumps once where what is there cannot be removed', async () => {
    const seen = watch();
    mkdirSync(path);
    await looked(folder);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 1);
    assert.equal(said.length, 1);
    assert.ok(said[0]?.startsWith(`Trigger file ${path} failed and is ignored until it changes: `), said[0]);
  });

  it('dumps again for a file that takes the place of one that could not be removed', async () => {
    const seen = watch();
    mkdirSync(path);
    await looked(folder);
    rmSync(path, { recursive: true });
    writeFileSync(path, '');
    await onceRemoved(path);
    assert.equal(seen.dumps, 2);
  });

  it('looks no more once it was ended', async () => {
    const seen = watch();
    seen.end();
    writeFileSync(path, '');
    await looked(folder);
    assert.equal(existsSync(path), true);
    assert.equal(seen.dumps, 0);
  });
});
