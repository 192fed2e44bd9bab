/** Tests that one collection at a time writes to a directory. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockCollection } from '../../../src/remote/collection-lock.js';

describe('locking the directory of a collection', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('refuses a second collection until the first one has ended', async () => {
    const unlock = await lockCollection(directory);
    await assert.rejects(lockCollection(directory), {
      code: 'DIRECTORY_IN_USE',
      message: new RegExp(`another collection writes to it \\(A collection of process ${process.pid} `),
    });
    unlock();
    assert.deepEqual(readdirSync(directory), []);
    (await lockCollection(directory))();
  });

  it('lets at most one of several collections pass that start at the same moment', async () => {
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => lockCollection(directory)));
    const passed = results.filter(({ status }) => status === 'fulfilled');
    assert.ok(passed.length <= 1, `${passed.length} passed`);
    assert.equal(readdirSync(directory).length, passed.length);
  });

  it('removes the file of a collection that was killed', async () => {
    const script = `import { lockCollection } from './src/remote/collection-lock.ts';
      await lockCollection(${JSON.stringify(directory)}); console.log('locked'); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await assert.rejects(lockCollection(directory), { code: 'DIRECTORY_IN_USE' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(readdirSync(directory).length, 1);
    (await lockCollection(directory))();
    assert.deepEqual(readdirSync(directory), []);
  });

  it('keeps the file of a collection on another machine, which may run', async () => {
    const name = `collecting.${'0'.repeat(16)}.1.1.00000000`;
    writeFileSync(join(directory, name), 'A collection of process 1 on other writes to this directory.\n');
    await assert.rejects(lockCollection(directory), {
      code: 'DIRECTORY_IN_USE',
      message: /delete .*collecting\./,
    });
    assert.deepEqual(readdirSync(directory), [name]);
  });
});
