/** Instrumented files that are kept: found by all they depend on, and only whole. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInstrumentCache } from '../../../src/hooks/instrument-cache.js';
import { contentKeyOf } from '../../../src/platform/content-key.js';
import { metaNameOf } from '../../../src/profile/format/meta-file.js';
import { instrumentWith } from '../../support/engines.js';

describe('the cache', () => {
  let folder: string;

  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'covermain-')), 'cache with a space');
  });

  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  const SOURCE = "function f() { return 'é'; }\nf();\n";
  const INSTRUMENTED = instrumentWith('probe', SOURCE);
  const KEY = contentKeyOf('rules', 'a.js', SOURCE);

  it('has nothing that was not written', () => {
    assert.equal(openInstrumentCache(folder).read(KEY), undefined);
  });

  it('gives back the text and the map, to another process, too', () => {
    const written = openInstrumentCache(folder).write(KEY, INSTRUMENTED);
    const read = openInstrumentCache(folder).read(KEY);
    assert.equal(read?.text, written?.text);
    for (const cached of [written, read])
      assert.deepEqual(cached?.inParts(), { code: INSTRUMENTED.code, map: INSTRUMENTED.map });
  });

  it('keeps the metas by their names', () => {
    openInstrumentCache(folder).write(KEY, INSTRUMENTED);
    const [hash = ''] = INSTRUMENTED.code.match(/[0-9a-f]{32}/) ?? [];
    assert.deepEqual(readFileSync(join(folder, metaNameOf(hash))), INSTRUMENTED.metas[0]);
  });

  it('leaves no temporary file behind', () => {
    openInstrumentCache(folder).write(KEY, INSTRUMENTED);
    const names = readdirSync(folder).filter((name) => !name.startsWith('covmeta.'));
    assert.deepEqual(names.sort(), [KEY, `${KEY}.map`].sort());
  });

  it('names the map by its path, where spaces are written as in URLs', () => {
    const written = openInstrumentCache(folder).write(KEY, INSTRUMENTED);
    const [, path = ''] = written?.text.match(/\n\/\/# sourceMappingURL=(\S+)\n$/) ?? [];
    assert.equal(decodeURIComponent(path), join(folder, `${KEY}.map`));
  });

  for (const [what, length] of [
    ['empty', () => 0],
    ['cut off in the middle', (whole: number) => whole >> 1],
    ['cut off by one byte', (whole: number) => whole - 1],
  ] as const) {
    it(`gives no text that is ${what}, and writes it anew`, () => {
      const cache = openInstrumentCache(folder);
      const written = cache.write(KEY, INSTRUMENTED);
      const path = join(folder, KEY);
      truncateSync(path, length(readFileSync(path).length));
      assert.equal(cache.read(KEY), undefined);
      cache.write(KEY, INSTRUMENTED);
      assert.equal(cache.read(KEY)?.text, written?.text);
    });
  }

  it('gives no text from a folder that has been moved: the map is elsewhere', () => {
    openInstrumentCache(folder).write(KEY, INSTRUMENTED);
    const other = contentKeyOf('other');
    writeFileSync(join(folder, other), readFileSync(join(folder, KEY)));
    assert.equal(openInstrumentCache(folder).read(other), undefined);
  });

  it('writes again a meta that is there without its content', () => {
    const cache = openInstrumentCache(folder);
    cache.write(KEY, INSTRUMENTED);
    const [name = ''] = readdirSync(folder).filter((file) => file.startsWith('covmeta.'));
    truncateSync(join(folder, name), 0);
    cache.write(contentKeyOf('another'), INSTRUMENTED);
    assert.deepEqual(readFileSync(join(folder, name)), INSTRUMENTED.metas[0]);
  });

  it('keeps nothing where its folder is a file, and says so by its result', () => {
    writeFileSync(folder, '');
    const cache = openInstrumentCache(folder);
    assert.equal(cache.write(KEY, INSTRUMENTED), undefined);
    assert.equal(cache.write(KEY, INSTRUMENTED), undefined);
    assert.equal(cache.read(KEY), undefined);
  });

  it('keeps no text that was left as it is', () => {
    const unchanged = instrumentWith('probe', '/* istanbul ignore file */');
    assert.equal(openInstrumentCache(folder).write(KEY, unchanged), undefined);
  });

  it('has other keys for other parts, and for parts that are divided otherwise', () => {
    const keys = [['a', 'b'], ['ab'], ['a', 'b', ''], ['', 'ab'], ['b', 'a'], ['a', 'c']].map((parts) =>
      contentKeyOf(...parts),
    );
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(contentKeyOf('a', 'b'), contentKeyOf('a', 'b'));
  });
});
