/** Caching metas of Istanbul data. */
import assert from 'node:assert/strict';
import { cacheMetas } from '../../../src/collect/meta-cache.js';
import type { IstanbulFile } from '../../../src/interchange/from-istanbul.js';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { metaOf } from '../../support/profiles.js';

describe('cacheMetas', () => {
  function remembering() {
    const asked: IstanbulFile[] = [];
    const remember = cacheMetas((file) => {
      asked.push(file);
      return { hash: String(asked.length), meta: metaOf() };
    });
    return (file: IstanbulFile) => remember(file).hash;
  }

  /** Parses a file from JSON, so that it shares no object with others. */
  function fileOf(counters: readonly number[], path = 'src/a.ts'): IstanbulFile {
    return JSON.parse(JSON.stringify(toIstanbul(metaOf({ path }), counters, '/root')));
  }

  it('reuses the meta of a file with other counts', () => {
    const hashOf = remembering();
    assert.deepEqual([fileOf([1, 2, 3]), fileOf([0, 0, 0]), fileOf([7, 7, 7])].map(hashOf), ['1', '1', '1']);
  });

  it('creates a meta for each path', () => {
    const hashOf = remembering();
    const files = [fileOf([1, 2, 3]), fileOf([1, 2, 3], 'src/b.ts'), fileOf([0, 0, 0])];
    assert.deepEqual(files.map(hashOf), ['1', '2', '1']);
  });

  const CHANGES: readonly [title: string, from: string, to: string][] = [
    ['another hash', '"hash":"0123', '"hash":"f123'],
    ['no hash', '"hash"', '"other"'],
    ['a changed end of a statement', '"end":{"line":1,"column":27}', '"end":{"line":1,"column":26}'],
    ['an additional statement', '"statementMap":{', '"statementMap":{"9":{},'],
    ['a renamed function', '"name":"ƒ"', '"name":"g"'],
    ['another kind of branch', '"type":"if"', '"type":"switch"'],
    ['an additional arm', '"locations":[', '"locations":[{},'],
    ['an arm without a location', '"locations":[{', '"locations":[null,{'],
    ['arms that are not an array', '"locations":[', '"locations":{},"more":['],
  ];

  for (const [title, from, to] of CHANGES) {
    it(`creates another meta for a file with ${title}`, () => {
      const text = JSON.stringify(fileOf([1, 2, 3]));
      assert.ok(text.includes(from), text);
      const files = [text, text.replace(from, to)].map((json) => JSON.parse(json) as IstanbulFile);
      assert.deepEqual(files.map(remembering()), ['1', '2']);
    });
  }

  it('creates another meta for another order of ids, which changes the order of counters', () => {
    const hashOf = remembering();
    const location = { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } };
    const files = [
      ['a', 'b'],
      ['b', 'a'],
    ].map((ids) => {
      return { ...fileOf([0, 0, 0]), statementMap: Object.fromEntries(ids.map((id) => [id, location])) };
    });
    assert.deepEqual(
      files.map((file) => hashOf(file as IstanbulFile)),
      ['1', '2'],
    );
  });
});
