/** Tests that the cache finds instrumented code by everything it depends on, and never returns a damaged entry. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstrumentCache } from '../../../src/hooks/instrument-cache.js';
import { contentKeyOf } from '../../../src/platform/content-key.js';
import { instrumentWith } from '../../support/engines.js';

describe('the instrument cache', () => {
  let directory: string;

  beforeEach(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache with a space');
  });

  afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

  const SOURCE = "function f() { return 'é'; }\nf();\n";
  const INSTRUMENTED = instrumentWith('probe', SOURCE);
  const KEY = contentKeyOf('rules', 'a.js', SOURCE);

  it('returns nothing for a key that was never written', () => {
    assert.equal(openInstrumentCache(directory).read(KEY), undefined);
  });

  it('returns the written code and map, also when it is opened again', () => {
    const written = openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const read = openInstrumentCache(directory).read(KEY);
    assert.equal(read?.text, written?.text);
    for (const cached of [written, read])
      assert.deepEqual(cached?.readCodeAndMap(), { code: INSTRUMENTED.code, map: INSTRUMENTED.map() });
  });

  it('returns the metas of the code', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    assert.deepEqual(openInstrumentCache(directory).read(KEY)?.metas, INSTRUMENTED.metas);
  });

  it('leaves no temporary file', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    assert.deepEqual(readdirSync(directory).sort(), [KEY, `${KEY}.map`].sort());
  });

  it('names the map by its path with URL-encoded spaces', () => {
    const written = openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const [, path = ''] = written?.text.match(/\n\/\/# sourceMappingURL=(\S+)\n$/) ?? [];
    assert.equal(decodeURIComponent(path), join(directory, `${KEY}.map`));
  });

  const DAMAGES: readonly [damage: string, change: (whole: Buffer) => Buffer | string][] = [
    ['empty', () => ''],
    ['truncated in the middle', (whole) => whole.subarray(0, whole.length >> 1)],
    ['truncated by one byte', (whole) => whole.subarray(0, -1)],
    ['filled with zeros', (whole) => Buffer.alloc(whole.length)],
    ['changed in its first line', (whole) => `0${whole.subarray(1)}`],
    ['changed in its metas', (whole) => whole.toString('latin1').replace('covmeta', 'covmata')],
    ['changed in its code', (whole) => whole.toString('latin1').replace('f();', 'g();')],
    ['followed by other bytes', (whole) => `${whole.toString('latin1')}\n`],
    ['one line', () => 'x'],
  ];

  for (const [damage, change] of DAMAGES) {
    it(`ignores an entry that is ${damage}, and can write it again`, () => {
      const cache = openInstrumentCache(directory);
      const written = cache.write(KEY, INSTRUMENTED);
      const path = join(directory, KEY);
      writeFileSync(path, change(readFileSync(path)));
      assert.equal(cache.read(KEY), undefined);
      cache.write(KEY, INSTRUMENTED);
      assert.equal(cache.read(KEY)?.text, written?.text);
    });
  }

  it('ignores an entry whose map is missing, empty or truncated', () => {
    const cache = openInstrumentCache(directory);
    cache.write(KEY, INSTRUMENTED);
    const map = join(directory, `${KEY}.map`);
    const whole = readFileSync(map);
    for (const content of ['', whole.subarray(1)]) {
      writeFileSync(map, content);
      assert.equal(cache.read(KEY), undefined);
    }
    rmSync(map);
    assert.equal(cache.read(KEY), undefined);
  });

  it('returns no map whose content has changed', () => {
    const cache = openInstrumentCache(directory);
    cache.write(KEY, INSTRUMENTED);
    const map = join(directory, `${KEY}.map`);
    writeFileSync(map, Buffer.alloc(readFileSync(map).length));
    assert.equal(cache.read(KEY)?.readCodeAndMap(), undefined);
  });

  it('ignores a directory in the position of an entry or of a map', () => {
    for (const name of [KEY, `${KEY}.map`]) {
      rmSync(directory, { recursive: true, force: true });
      openInstrumentCache(directory).write(KEY, INSTRUMENTED);
      rmSync(join(directory, name));
      mkdirSync(join(directory, name));
      assert.equal(openInstrumentCache(directory).read(KEY), undefined);
      assert.equal(openInstrumentCache(directory).write(KEY, INSTRUMENTED), undefined);
    }
  });

  it('ignores an entry that was moved, because the path of its map is wrong', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const other = contentKeyOf('other');
    writeFileSync(join(directory, other), readFileSync(join(directory, KEY)));
    writeFileSync(join(directory, `${other}.map`), readFileSync(join(directory, `${KEY}.map`)));
    assert.equal(openInstrumentCache(directory).read(other), undefined);
  });

  it('returns undefined when its directory is a file', () => {
    writeFileSync(directory, '');
    const cache = openInstrumentCache(directory);
    assert.equal(cache.write(KEY, INSTRUMENTED), undefined);
    assert.equal(cache.write(KEY, INSTRUMENTED), undefined);
    assert.equal(cache.read(KEY), undefined);
  });

  it('does not store code that is not instrumented', () => {
    const unchanged = instrumentWith('probe', '/* istanbul ignore file */');
    assert.equal(openInstrumentCache(directory).write(KEY, unchanged), undefined);
  });

  it('has different keys for different parts and for different divisions of the same text', () => {
    const keys = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'ab'], ['b', 'a'], ['a', 'c']].map((parts) =>
      contentKeyOf(...parts),
    );
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(contentKeyOf('a', 'b'), contentKeyOf('a', 'b'));
  });
});
