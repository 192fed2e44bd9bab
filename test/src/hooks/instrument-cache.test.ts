/** Tests that the cache finds instrumented code by everything it depends on, and never returns an incomplete entry. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstrumentCache } from '../../../src/hooks/instrument-cache.js';
import { contentKeyOf } from '../../../src/platform/content-key.js';
import { metaNameOf } from '../../../src/profile/format/meta-file.js';
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
      assert.deepEqual(cached?.readCodeAndMap(), { code: INSTRUMENTED.code, map: INSTRUMENTED.map });
  });

  it('writes metas under their names', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const [hash = ''] = INSTRUMENTED.code.match(/[0-9a-f]{32}/) ?? [];
    assert.deepEqual(readFileSync(join(directory, metaNameOf(hash))), INSTRUMENTED.metas[0]);
  });

  it('leaves no temporary file', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const names = readdirSync(directory).filter((name) => !name.startsWith('covmeta.'));
    assert.deepEqual(names.sort(), [KEY, `${KEY}.map`].sort());
  });

  it('names the map by its path with URL-encoded spaces', () => {
    const written = openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const [, path = ''] = written?.text.match(/\n\/\/# sourceMappingURL=(\S+)\n$/) ?? [];
    assert.equal(decodeURIComponent(path), join(directory, `${KEY}.map`));
  });

  for (const [damage, length] of [
    ['empty', () => 0],
    ['truncated in the middle', (whole: number) => whole >> 1],
    ['truncated by one byte', (whole: number) => whole - 1],
  ] as const) {
    it(`ignores an entry that is ${damage}, and can write it again`, () => {
      const cache = openInstrumentCache(directory);
      const written = cache.write(KEY, INSTRUMENTED);
      const path = join(directory, KEY);
      truncateSync(path, length(readFileSync(path).length));
      assert.equal(cache.read(KEY), undefined);
      cache.write(KEY, INSTRUMENTED);
      assert.equal(cache.read(KEY)?.text, written?.text);
    });
  }

  it('ignores an entry that was moved, because the path of its map is wrong', () => {
    openInstrumentCache(directory).write(KEY, INSTRUMENTED);
    const other = contentKeyOf('other');
    writeFileSync(join(directory, other), readFileSync(join(directory, KEY)));
    assert.equal(openInstrumentCache(directory).read(other), undefined);
  });

  it('writes an empty meta file again', () => {
    const cache = openInstrumentCache(directory);
    cache.write(KEY, INSTRUMENTED);
    const [name = ''] = readdirSync(directory).filter((file) => file.startsWith('covmeta.'));
    truncateSync(join(directory, name), 0);
    cache.write(contentKeyOf('another'), INSTRUMENTED);
    assert.deepEqual(readFileSync(join(directory, name)), INSTRUMENTED.metas[0]);
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
