import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { summarizeDirectory } from '../../../src/center/store/directory-summary.js';
import { openPushStore, type PushStore } from '../../../src/center/store/push-store.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { endAt, openTestCenter, pushOf, type TestCenter } from '../../support/center.js';
import { metaOf } from '../../support/profiles.js';

const DAY = 86_400_000;

/** Two days before and after the end of the first profile of a test. */
const [BEFORE, AFTER] = [Date.parse(endAt(0)) - 2 * DAY, Date.parse(endAt(0)) + 2 * DAY];

describe('the retention of a center', () => {
  let center: TestCenter;
  let store: PushStore;

  beforeEach(async () => {
    center = await openTestCenter();
    store = openPushStore(center.directory);
  });

  afterEach(() => center.end());

  const files = (prefix: string) => readdirSync(center.directory).filter((name) => name.startsWith(prefix));

  /** Makes all files as old as their profiles. */
  function age(time = BEFORE): void {
    for (const name of readdirSync(center.directory)) {
      const path = join(center.directory, name);
      if (name !== 'text') utimesSync(path, time / 1000, time / 1000);
    }
  }

  it('removes profiles that are too old, then metas that nothing uses', async () => {
    const [old, young] = [metaOf({ path: 'old.ts' }), metaOf({ path: 'young.ts' })];
    store.put('a', pushOf([1, 1, 1], { pid: 1 }, { meta: old }).bytes);
    store.put('b', pushOf([1, 1, 1], { pid: 2, end: endAt(30 * 86_400) }, { meta: young }).bytes);
    age();
    assert.deepEqual(await store.removeOld(BEFORE), { profiles: 0, metas: 0 });
    assert.deepEqual(await store.removeOld(AFTER), { profiles: 1, metas: 1 });
    assert.deepEqual([files('covcounters.').length, files('covmeta.').length], [1, 1]);
  });

  it('keeps profiles that arrived late, and damaged ones', async () => {
    store.put('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    assert.deepEqual(await store.removeOld(AFTER), { profiles: 0, metas: 0 });
    const [name = ''] = files('covcounters.');
    writeFileSync(join(center.directory, name), 'damaged');
    age();
    assert.equal((await store.removeOld(AFTER)).profiles, 0);
  });

  it('keeps metas that a push uses while profiles are removed', async () => {
    store.put('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    age();
    const removing = store.removeOld(AFTER);
    store.put('b', pushOf([1, 1, 1], { pid: 2, end: endAt(30 * 86_400) }, { metas: [] }).bytes);
    assert.deepEqual(await removing, { profiles: 1, metas: 0 });
    assert.equal(files('covmeta.').length, 1);
  });

  it('keeps metas that another center has used within a day', async () => {
    store.put('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    age();
    openPushStore(center.directory).put('b', pushOf([1, 1, 1], { pid: 2 }, { metas: [] }).bytes);
    for (const name of files('covcounters.')) utimesSync(join(center.directory, name), 1, 1);
    assert.deepEqual(await store.removeOld(AFTER), { profiles: 2, metas: 0 });
  });

  it('asks for metas again that were removed', async () => {
    store.put('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    age();
    assert.deepEqual(await store.removeOld(AFTER), { profiles: 1, metas: 1 });
    assert.throws(() => store.put('a', pushOf([1, 1, 1], { pid: 1 }, { metas: [] }).bytes), {
      code: 'META_MISSING',
    });
    store.put('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    assert.equal(files('covmeta.').length, 1);
  });

  it('asks for metas again after someone has emptied or deleted the directory', async () => {
    const push = (count: number, metas: readonly FileMeta[]) =>
      center.push('a', pushOf([count, 1, 1], { end: endAt(count) }, { metas }).bytes);
    const empty = () => {
      for (const name of readdirSync(center.directory)) rmSync(join(center.directory, name));
    };
    let count = 0;
    for (const remove of [empty, () => rmSync(center.directory, { recursive: true })]) {
      for (let index = 0; index < 3; index++) assert.ok((await push(++count, [metaOf()])).ok);
      remove();
      assert.equal((await push(++count, [])).status, 409);
      assert.ok((await push(count, [metaOf()])).ok);
      assert.ok((await push(++count, [])).ok);
      const { profiles, unreadable } = readProfileDirectory(center.directory);
      assert.deepEqual(unreadable, []);
      assert.deepEqual(
        profiles.map(({ files }) => files[0]?.counters[0]),
        [count],
      );
    }
    assert.deepEqual(center.failures, []);
  });

  it('removes old texts, and temporary files that a killed process has left', async () => {
    store.put('go', Buffer.from('mode: count\n'));
    const text = join(center.directory, 'text/go');
    writeFileSync(join(center.directory, 'tmp.left'), 'half');
    writeFileSync(join(center.directory, 'tmp.new'), 'half');
    for (const path of [text, join(center.directory, 'tmp.left')]) utimesSync(path, 1, 1);
    assert.deepEqual(await store.removeOld(AFTER), { profiles: 1, metas: 0 });
    await store.removeAbandoned();
    assert.deepEqual(files('tmp.'), ['tmp.new']);
    assert.ok(!existsSync(text));
  });

  it('is shown by the status, with what is stored', async () => {
    await center.push('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    await center.push('b', pushOf([1, 1, 1], { pid: 2, run: 'run-2' }).bytes);
    await center.push('go', 'mode: count\n');
    await center.push('bad', 'bad');
    const status = (await (await center.request('/v1/cover/status')).json()) as Record<string, unknown>;
    const { bytes, ...directory } = await summarizeDirectory(center.directory);
    assert.deepEqual(directory, { profiles: 2, runs: 2, metas: 1, texts: 1 });
    assert.deepEqual(status.directory, { bytes, ...directory });
    assert.deepEqual([status.pushes, status.refused, status.services], [3, 1, 0]);
    assert.match(String(status.lastPush), /^\d{4}-/);
  });
});
