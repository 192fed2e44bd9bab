/** Tests that the cache finds instrumented code by everything it depends on, and never returns that of another source. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCacheStore } from '../../../src/cache/cache-store.js';
import { type CodeOrigin, openInstrumentCache } from '../../../src/hooks/instrument-cache.js';
import { type Hash, hashTexts } from '../../../src/platform/fast-hash.js';
import { instrumentWith } from '../../support/engines.js';

describe('the instrument cache', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache');
  });

  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  const SOURCE = "function f() { return 'é'; }\nf();\n";
  const ORIGIN: CodeOrigin = { rules: hashTexts(['rules']), file: '/app/a.js', source: SOURCE, inputMap: '' };
  const HASHES = ['hash of the meta'];

  const open = () => {
    const store = openCacheStore(directory, 'build', { isClosedByCaller: true });
    return { store, ...openInstrumentCache(store) };
  };

  /** Stores the instrumented code of a source. */
  function write(origin: CodeOrigin): ReturnType<typeof instrumentWith> {
    const instrumented = instrumentWith('probe', origin.source);
    const { add, store } = open();
    add(origin, instrumented, HASHES);
    store.close();
    return instrumented;
  }

  it('returns nothing for a source that was never added', () => {
    assert.equal(open().read(ORIGIN), undefined);
  });

  it('returns the code with everything that belongs to it', () => {
    for (const text of ['é', '終', '\ud800', 'a'.repeat(5_000)]) {
      const origin = { ...ORIGIN, source: SOURCE.replace('é', text) };
      const { code, insertions, map, metas } = write(origin);
      const cached = open().read(origin);
      assert.equal(cached?.code, code);
      assert.deepEqual(Buffer.from(cached.insertions ?? []), Buffer.from(insertions ?? []));
      assert.equal(cached.readMap(), map());
      assert.deepEqual(
        cached.metas.map(({ bytes, hash }) => [Buffer.from(bytes), hash]),
        metas.map((meta, index) => [meta, HASHES[index]]),
      );
    }
  });

  it('finds code only by its rules, its file, its source and its map', () => {
    write(ORIGIN);
    const others: readonly Partial<CodeOrigin>[] = [
      { rules: hashTexts(['other rules']) },
      { file: '/app/b.js' },
      { source: `${SOURCE} ` },
      { source: SOURCE.replace('f();', 'g();') },
      { inputMap: '{}' },
    ];
    for (const other of others) assert.equal(open().read({ ...ORIGIN, ...other }), undefined);
  });

  it('takes no source for another one of the same length, wherever they differ', () => {
    const source = `f(${'1'.repeat(2_000)});`;
    write({ ...ORIGIN, source });
    for (let at = 2; at < 2_002; at += 7) {
      const changed = `${source.slice(0, at)}2${source.slice(at + 1)}`;
      assert.equal(open().read({ ...ORIGIN, source: changed }), undefined, `${at}`);
    }
    assert.ok(open().read({ ...ORIGIN, source }));
  });

  it('never takes the source map of another source that a process writes at the same time', () => {
    // Their lengths and samples are equal, and so are their keys.
    const sources = [' \n', '\n '].map((space) => `f(${'1'.repeat(103)},${space}2);\n${'f();'.repeat(100)}`);
    const [one, other] = sources.map((source) => {
      const origin = { ...ORIGIN, source };
      const instrumented = instrumentWith('nyc', source);
      const entries: (readonly [Hash, Buffer])[] = [];
      const collecting = {
        ...open().store,
        add: (key: Hash, data: Buffer) => void entries.push([key, data]),
      };
      openInstrumentCache(collecting).add(origin, instrumented, HASHES);
      return { origin, entries, map: instrumented.map() };
    });
    assert.ok(one && other);
    assert.notEqual(one.map, other.map);
    const { store } = open();
    const [map, ...rest] = one.entries;
    for (const entry of [map, ...other.entries, ...rest]) if (entry) store.add(...entry);
    store.close();
    assert.equal(open().read(one.origin)?.readMap(), one.map);
  });

  it('remembers that a source stays unchanged, with and without a source map', () => {
    const source = '/* istanbul ignore file */\nf();\n';
    for (const inputMap of ['', '{}']) {
      const origin = { ...ORIGIN, source, inputMap };
      write(origin);
      const cached = open().read(origin);
      assert.equal(cached?.isUnchanged, true);
      assert.equal(cached.code, source);
      assert.equal(cached.readMap(), undefined);
      assert.deepEqual(cached.metas, []);
    }
    write(ORIGIN);
    assert.equal(open().read(ORIGIN)?.isUnchanged, false);
  });
});
