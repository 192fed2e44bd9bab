/** Mapping compiled files to their original sources. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Range as Location } from 'istanbul-lib-coverage';
import { remapToSources } from '../../../src/collect/remap-to-sources.js';
import { fromIstanbul } from '../../../src/interchange/from-istanbul.js';
import type { MeasuredFile } from '../../../src/interchange/nyc-output.js';

const SOURCE = 'let first = 1, second = 2;\n';

const LINE: Location = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };

/** Returns a file with one statement on columns 0 to 9, and a source map with these changes. */
function compiled(map: object): MeasuredFile {
  const inputSourceMap = { version: 3, names: [], sources: ['../src/a.ts'], mappings: 'AAAA', ...map };
  return {
    path: resolve('/app/dist/a.js'),
    statementMap: { 0: LINE },
    fnMap: {},
    branchMap: {},
    s: { 0: 7 },
    f: {},
    b: {},
    inputSourceMap,
  };
}

describe('remapToSources', () => {
  it('returns coverage of the source and does not change the compiled file', async () => {
    const file = compiled({});
    const before = structuredClone(file);
    const [source, ...more] = await remapToSources(file);
    assert.deepEqual([source?.path, source?.s, more.length], [resolve('/app/src/a.ts'), { 0: 7 }, 0]);
    assert.equal(source?.statementMap[0]?.end.column, Number.POSITIVE_INFINITY);
    assert.deepEqual(file, before);
  });

  it('sets the hash of a source whose text is in the map', async () => {
    const hashOf = async (map: object) => (await remapToSources(compiled(map)))[0]?.hash;
    const hash = createHash('sha256').update(SOURCE).digest('hex');
    assert.equal(await hashOf({ sourcesContent: [SOURCE] }), hash);
    assert.equal(await hashOf({ sourcesContent: [`\uFEFF${SOURCE}`] }), hash);
    assert.equal(await hashOf({ sourcesContent: [SOURCE], sourceRoot: '../src/', sources: ['a.ts'] }), hash);
    for (const map of [{}, { sourcesContent: [null] }, { sourcesContent: [] }])
      assert.equal(await hashOf(map), undefined);
  });

  it('rejects unreadable maps, for which nyc reports the compiled file', async () => {
    for (const map of [{ mappings: '%' }, { version: 2 }, { version: undefined }, { sources: undefined }])
      await assert.rejects(remapToSources(compiled(map)), Error, JSON.stringify(map));
    await assert.rejects(remapToSources(compiled({ version: 2 })), /^Error: the source map cannot be read$/);
  });

  it('returns nothing for a file without mapped items', async () => {
    assert.deepEqual(await remapToSources(compiled({ mappings: '' })), []);
  });

  it('extends an item to the end of its line if a compiler moved its end', async () => {
    // Column 0 is mapped to column 10 of the source, column 5 to its column 3.
    const [source] = await remapToSources(compiled({ mappings: 'AAAU,KAAP' }));
    assert.deepEqual(source?.statementMap[0]?.end, { line: null, column: -1 });
    const meta = source && fromIstanbul(source, resolve('/app'));
    assert.deepEqual(meta?.statements[0]?.range, [1, 10, 1, Number.MAX_SAFE_INTEGER]);
  });
});
