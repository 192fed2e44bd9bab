/** Tests that a cache keeps entries across processes, and that no damage to its files reaches a reader. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CacheStore, openCacheStore } from '../../../src/cache/cache-store.js';
import { tidyPacks } from '../../../src/cache/tidy-packs.js';
import { openCacheDirectory } from '../../../src/platform/cache-directory.js';
import { hashTexts } from '../../../src/platform/fast-hash.js';

const BUILD = 'build 1';

describe('a cache store', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache');
  });

  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  const open = (build = BUILD) => openCacheStore(directory, build, { isClosedByCaller: true });
  const keyOf = (name: string) => hashTexts([name]);
  const textOf = (store: CacheStore, name: string) => store.read(keyOf(name))?.data.toString();
  const packs = () => readdirSync(directory).map((name) => join(directory, name));

  /** Writes a pack for each list of entries; the data of an entry is its name in capital letters, unless it is given. */
  function write(...lists: readonly (readonly string[] | Readonly<Record<string, string>>)[]): void {
    for (const list of lists) {
      const store = open();
      const entries = Array.isArray(list)
        ? list.map((name: string) => [name, name.toUpperCase()] as const)
        : Object.entries(list as Readonly<Record<string, string>>);
      for (const [name, text] of entries) store.add(keyOf(name), Buffer.from(text));
      store.flush();
    }
  }

  it('has no entry before one was added', () => {
    assert.equal(textOf(open(), 'a'), undefined);
    assert.equal(open().has(keyOf('a')), false);
  });

  it('returns an entry before and after it was written', () => {
    const store = open();
    store.add(keyOf('a'), Buffer.from('A'));
    store.add(keyOf('empty'), Buffer.alloc(0));
    for (const reader of [store, open()]) {
      assert.equal(textOf(reader, 'a'), reader === store ? 'A' : undefined);
    }
    store.flush();
    for (const reader of [store, open()]) {
      assert.equal(textOf(reader, 'a'), 'A');
      assert.equal(reader.has(keyOf('empty')), true);
      assert.equal(textOf(reader, 'empty'), '');
      assert.equal(textOf(reader, 'b'), undefined);
    }
  });

  it('writes all entries of a moment into one private file', () => {
    write(Array.from({ length: 300 }, (_, index) => `entry ${index}`));
    const [pack = '', ...others] = packs();
    assert.deepEqual(others, []);
    if (process.platform !== 'win32') assert.equal(statSync(pack).mode & 0o777, 0o600);
    const store = open();
    for (let index = 0; index < 300; index++) assert.equal(textOf(store, `entry ${index}`), `ENTRY ${index}`);
  });

  it('writes by itself a moment after the last entry', async () => {
    const store = openCacheStore(directory, BUILD, { delay: 1 });
    const exits = process.listenerCount('exit');
    store.add(keyOf('a'), Buffer.from('A'));
    assert.equal(process.listenerCount('exit'), exits + 1);
    while (textOf(open(), 'a') === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(process.listenerCount('exit'), exits);
  });

  it('writes at once when many bytes wait', () => {
    const store = open();
    store.add(keyOf('a'), Buffer.alloc(2 ** 22));
    assert.equal(open().read(keyOf('a'))?.data.length, 2 ** 22);
  });

  it('finds what another process has written meanwhile', async () => {
    const store = open();
    assert.equal(textOf(store, 'a'), undefined);
    write(['a']);
    while (textOf(store, 'a') === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
  });

  it('returns the newest data of a key', () => {
    write({ a: 'old' });
    const store = open();
    assert.equal(textOf(store, 'a'), 'old');
    store.add(keyOf('a'), Buffer.from('new'));
    assert.equal(textOf(store, 'a'), 'new');
  });

  it('returns the newest data of a key among the packs of earlier runs', () => {
    const texts = Array.from({ length: 8 }, (_, index) => `text ${index}`);
    for (const [index, text] of texts.entries()) {
      const before = existsSync(directory) ? packs() : [];
      write({ a: text });
      const [pack = ''] = packs().filter((path) => !before.includes(path));
      utimesSync(pack, 1_000 + index, 1_000 + index);
      assert.equal(textOf(open(), 'a'), text);
    }
  });

  it('returns data larger than a read, aligned', () => {
    const large = 'x'.repeat(3_000_001);
    write({ a: 'A', large, b: 'B' });
    const store = open();
    assert.deepEqual(
      ['b', 'large', 'a', 'b'].map((name) => textOf(store, name)),
      ['B', large, 'A', 'B'],
    );
    assert.equal((store.read(keyOf('b'))?.data.byteOffset ?? 1) % 8, 0);
  });

  it('ignores the packs of other builds, even if they are renamed', () => {
    write(['a']);
    assert.equal(textOf(open('build 2'), 'a'), undefined);
    const store = open('build 2');
    store.add(keyOf('b'), Buffer.from('B'));
    store.flush();
    const [first = '', second = ''] = packs();
    renameSync(first, `${second.slice(0, -1)}0`);
    renameSync(second, `${first.slice(0, -1)}0`);
    assert.equal(textOf(open(), 'a'), undefined);
    assert.equal(textOf(open('build 2'), 'b'), undefined);
  });

  it('never returns wrong data when any byte of a pack is changed', () => {
    write({ a: 'some data', b: 'other data of another length', c: '' });
    const [pack = ''] = packs();
    const whole = readFileSync(pack);
    let intact = 0;
    for (let at = 0; at < whole.length; at++) {
      for (const flipped of [0x01, 0x80, 0xff]) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8(damaged.readUInt8(at) ^ flipped, at);
        writeFileSync(pack, damaged);
        const store = open();
        const [a, b, c] = ['a', 'b', 'c'].map((name) => textOf(store, name));
        assert.ok(a === undefined || a === 'some data', `${at}`);
        assert.ok(b === undefined || b === 'other data of another length', `${at}`);
        assert.ok(c === undefined || c === '', `${at}`);
        if (a !== undefined) intact += 1;
      }
    }
    assert.ok(intact > 0, 'damage to one entry leaves others readable');
  });

  it('returns nothing from a pack that is truncated, longer, or filled with zeros from some byte on', () => {
    write({ a: 'some data', b: 'other data' });
    const [pack = ''] = packs();
    const whole = readFileSync(pack);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(pack, whole.subarray(0, length));
      const isWhole = length === whole.length;
      assert.equal(textOf(open(), 'a'), isWhole ? 'some data' : undefined, `${length}`);
      writeFileSync(pack, Buffer.concat([whole.subarray(0, length), Buffer.alloc(whole.length - length)]));
      const b = textOf(open(), 'b');
      assert.ok(b === undefined || b === 'other data', `${length}`);
    }
    writeFileSync(pack, Buffer.concat([whole, Buffer.alloc(1)]));
    assert.equal(textOf(open(), 'a'), undefined);
  });

  it('returns nothing of a pack that is removed or emptied while it is open', () => {
    write({ a: 'A', large: 'x'.repeat(100_000), b: 'B' });
    const [pack = ''] = packs();
    for (const damage of [() => writeFileSync(pack, ''), () => rmSync(pack)]) {
      write({ a: 'A', large: 'x'.repeat(100_000), b: 'B' });
      const store = open();
      assert.equal(textOf(store, 'a'), 'A');
      damage();
      assert.equal(textOf(store, 'b'), undefined);
    }
  });

  it('uses no pack that others can write, no link and no directory', function () {
    if (process.platform === 'win32') this.skip();
    write(['a']);
    const [pack = ''] = packs();
    chmodSync(pack, 0o622);
    assert.equal(textOf(open(), 'a'), undefined);
    chmodSync(pack, 0o600);
    assert.equal(textOf(open(), 'a'), 'A');
    renameSync(pack, join(directory, 'target'));
    symlinkSync('target', pack);
    assert.equal(textOf(open(), 'a'), undefined);
    rmSync(pack);
    mkdirSync(pack);
    assert.equal(textOf(open(), 'a'), undefined);
  });

  it('is neither read nor written if others can write to its directory', function () {
    if (process.platform === 'win32') this.skip();
    write(['a']);
    chmodSync(directory, 0o777);
    assert.equal(textOf(open(), 'a'), undefined);
    write(['b']);
    assert.equal(packs().length, 1);
  });

  it('works without a directory that it can create', () => {
    writeFileSync(directory, '');
    const store = open();
    store.add(keyOf('a'), Buffer.from('A'));
    store.close();
    store.add(keyOf('b'), Buffer.from('B'));
    assert.equal(textOf(store, 'a'), undefined);
    assert.equal(textOf(store, 'b'), undefined);
  });

  it('leaves no file behind when the disk is full', function () {
    if (process.platform === 'win32') this.skip();
    // A limit for the size of files fails a write in the middle, as a full disk does.
    const script = `
      import { openCacheStore } from ${JSON.stringify(join(import.meta.dirname, '../../../src/cache/cache-store.ts'))};
      const store = openCacheStore(${JSON.stringify(directory)}, 'build', { isClosedByCaller: true });
      store.add(Int32Array.of(1, 2, 3, 4), Buffer.alloc(100_000));
      store.close();
      console.log(store.has(Int32Array.of(1, 2, 3, 4)));`;
    const node = `"${process.execPath}" --import tsx --input-type=module -e "$0"`;
    // tsx writes to a cache of its own.
    const { stdout, stderr } = spawnSync('bash', ['-c', `ulimit -f 20; exec ${node}`, script], {
      encoding: 'utf8',
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    });
    assert.deepEqual([stdout, stderr], ['false\n', '']);
    assert.deepEqual(packs(), []);
  });

  describe('with many packs', () => {
    const tidy = (limits: { packs: number; bytes: number; mergedBytes: number }) => {
      const opened = openCacheDirectory(directory);
      assert.ok(opened);
      tidyPacks(opened, directory, hashTexts([BUILD]), limits);
    };
    const NAMES = Array.from({ length: 20 }, (_, index) => `entry ${index}`);

    it('merges them at the end of a thread, without losing an entry', () => {
      write(...NAMES.map((name) => [name]));
      assert.equal(packs().length, 20);
      const store = open();
      store.add(keyOf('last'), Buffer.from('LAST'));
      store.close();
      assert.equal(packs().length, 1);
      for (const name of [...NAMES, 'last']) assert.equal(textOf(open(), name), name.toUpperCase());
    });

    it('merges them at the end of a thread that wrote its entries long before', () => {
      write(...NAMES.map((name) => [name]));
      const store = open();
      store.add(keyOf('last'), Buffer.from('LAST'));
      store.flush();
      store.close();
      assert.equal(packs().length, 1);
    });

    it('merges them in threads that are killed before they close the cache', () => {
      for (let index = 0; index < 60; index++) {
        const store = open();
        assert.equal(textOf(store, `entry ${index}`), undefined);
        store.add(keyOf(`entry ${index}`), Buffer.from(`ENTRY ${index}`));
        store.flush();
      }
      assert.ok(packs().length <= 50, `${packs().length} packs`);
      for (let index = 0; index < 60; index++)
        assert.equal(textOf(open(), `entry ${index}`), `ENTRY ${index}`);
    });

    it('lets a reader find the entries of packs that another process has merged', async () => {
      write(...NAMES.map((name) => [name]));
      const store = open();
      assert.equal(textOf(store, 'entry 0'), 'ENTRY 0');
      tidy({ packs: 1, bytes: 2 ** 20, mergedBytes: 2 ** 20 });
      for (const name of NAMES) {
        while (textOf(store, name) === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
        assert.equal(textOf(store, name), name.toUpperCase());
      }
    });

    it('keeps the newest data of a key', () => {
      write({ a: 'old', b: 'B' }, { a: 'new' }, { a: 'newest', c: 'C' });
      age(packs());
      const [oldest = ''] = packs().filter((path) => readFileSync(path).includes('old'));
      utimesSync(oldest, 1, 1);
      const [middle = ''] = packs().filter((path) => /new(?!est)/.test(readFileSync(path, 'latin1')));
      utimesSync(middle, 2, 2);
      tidy({ packs: 1, bytes: 2 ** 20, mergedBytes: 2 ** 20 });
      assert.equal(packs().length, 1);
      assert.deepEqual(
        ['a', 'b', 'c'].map((name) => textOf(open(), name)),
        ['newest', 'B', 'C'],
      );
    });

    it('leaves out damaged entries', () => {
      write({ a: 'some data', b: 'other data' }, { c: 'C' });
      const [pack = ''] = packs().filter((path) => readFileSync(path).includes('some data'));
      writeFileSync(pack, readFileSync(pack, 'latin1').replace('some data', 'evil data'), 'latin1');
      tidy({ packs: 1, bytes: 2 ** 20, mergedBytes: 2 ** 20 });
      assert.deepEqual(
        ['a', 'b', 'c'].map((name) => textOf(open(), name)),
        [undefined, 'other data', 'C'],
      );
    });

    it('merges only small packs', () => {
      write({ large: 'x'.repeat(5_000) }, ['a'], ['b']);
      tidy({ packs: 1, bytes: 2 ** 20, mergedBytes: 2_000 });
      assert.equal(packs().length, 2);
      assert.deepEqual(
        ['a', 'b'].map((name) => textOf(open(), name)),
        ['A', 'B'],
      );
    });

    it('merges small packs beside many large ones only once there are several', () => {
      const large = NAMES.map((name) => ({ [name]: `${name} `.repeat(500) }));
      write(...large, ['small 0']);
      const counts = [1, 2, 3, 4, 5].map((index) => {
        write([`small ${index}`]);
        tidy({ packs: 16, bytes: 2 ** 20, mergedBytes: 3_000 });
        return packs().length - NAMES.length;
      });
      assert.deepEqual(counts, [2, 3, 1, 2, 3]);
      for (let index = 0; index <= 5; index++)
        assert.equal(textOf(open(), `small ${index}`), `SMALL ${index}`);
    });

    it('deletes the oldest packs, of any build, above the size limit', () => {
      write({ a: 'x'.repeat(1_000) }, { b: 'y'.repeat(1_000) });
      const store = open('build 2');
      store.add(keyOf('c'), Buffer.alloc(1_000));
      store.flush();
      const [old = ''] = packs().filter((path) => readFileSync(path).includes('xxx'));
      age([old]);
      tidy({ packs: 16, bytes: 2_500, mergedBytes: 2 ** 20 });
      assert.equal(packs().length, 2);
      assert.equal(textOf(open(), 'a'), undefined);
      assert.equal(textOf(open(), 'b'), 'y'.repeat(1_000));
    });

    it('deletes the temporary files of killed processes, and nothing else', () => {
      write(['a']);
      const names = ['tmp.old', 'tmp.new', 'other'];
      for (const name of names) writeFileSync(join(directory, name), '');
      age([join(directory, 'tmp.old'), join(directory, 'other')]);
      tidy({ packs: 16, bytes: 0, mergedBytes: 0 });
      assert.deepEqual(readdirSync(directory).sort(), ['other', 'tmp.new']);
    });

    function age(paths: readonly string[]): void {
      for (const path of paths) utimesSync(path, 1_000_000, 1_000_000);
    }
  });
});
