/** Adding Istanbul JSON files: each is added completely or listed as unreadable. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, utimesSync } from 'node:fs';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type Coverage, type ReadOptions, readCoverage } from '../../../src/collect/read-coverage.js';
import { assertThrown } from '../../support/assert-thrown.js';
import {
  type CoverageByPath,
  type ExecutedProject,
  makeExecutedProject,
} from '../../support/executed-scripts.js';

const FILE = 'src/a.js';
const SOURCES = { [FILE]: 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\n' };

describe('reading Istanbul JSON', () => {
  let project: ExecutedProject;
  let logged: string[];

  beforeEach(() => {
    project = makeExecutedProject(SOURCES);
    logged = [];
  });

  afterEach(() => project.remove());

  const read = (inputs: readonly string[], more: Partial<ReadOptions> = {}): Promise<Coverage> =>
    readCoverage({
      inputs,
      projectRoot: project.root,
      root: project.root,
      cwd: project.root,
      environment: {},
      logLine: (line) => logged.push(line),
      ...more,
    });

  /** Returns JSON with the coverage of the project's file, with changes. */
  const changed = (changes: object): string => JSON.stringify({ a: { ...fileOf(project.map), ...changes } });
  const fileOf = (map: CoverageByPath) => map[project.path(FILE)] as FileCoverageData;
  const counted = ({ map }: Coverage) => Object.values(map).map(({ s, f, b }) => ({ s, f, b }));

  const REFUSED: readonly [title: string, text: (project: ExecutedProject) => string, reason: RegExp][] = [
    ['an empty file', () => '', /the file is empty, because its process was killed/],
    ['truncated JSON', ({ map }) => JSON.stringify(map).slice(0, -2), /invalid or truncated JSON/],
    ['text that is not JSON', () => 'TN:\nSF:src/a.js\n', /invalid or truncated JSON/],
    [
      'a package.json',
      () => '{"name":"a","version":"1.0.0"}',
      /not Istanbul JSON: .+, but "name" has no coverage/,
    ],
    ['an array', () => '[]', /expected an object with the coverage of each file by path, got an array/],
    ['null', () => 'null', /, got null/],
    ['a number', () => '7', /, got a number/],
    [
      'an invalid file among valid ones',
      ({ map }) => JSON.stringify({ ...map, b: {} }),
      /but "b" has no coverage/,
    ],
    ['a file without counts', () => changed({ s: undefined }), /but "a" has no coverage/],
    ['a file without a path', () => changed({ path: undefined }), /but "a" has no coverage/],
    [
      'V8 coverage',
      () => '{"result":[],"timestamp":1}',
      /V8 coverage is not supported\. .+`c8 report --reporter json`/,
    ],
    ['a negative count', () => changed({ s: { 0: -1 } }), /invalid count -1 for .+a\.js/],
    ['a fractional count', () => changed({ f: { 0: 0.5 } }), /invalid count 0\.5 for .+a\.js/],
    [
      'a count that is a long string',
      () => changed({ b: { 0: ['n'.repeat(70_000), 0] } }),
      /invalid count "n{1,300}…?n{0,300}" for .+a\.js/,
    ],
    ['a count that is a string', () => changed({ b: { 0: ['1', 0] } }), /invalid count "1" for .+a\.js/],
    [
      'a count too large to be exact',
      () => changed({ s: { 0: 2 ** 53 } }),
      /invalid count 9007199254740992 for /,
    ],
    [
      'an item without a location',
      () => changed({ statementMap: { 0: {} } }),
      /invalid Istanbul coverage of .+a\.js: /,
    ],
    [
      'an invalid line',
      () => changed({ statementMap: { 0: locationAt(-1) } }),
      /invalid Istanbul coverage of .+a\.js: /,
    ],
    [
      'an invalid branch',
      () => changed({ branchMap: { 0: null } }),
      /invalid Istanbul coverage of .+a\.js: /,
    ],
    [
      'branch locations that are not an array, with a large length',
      () => changed({ branchMap: { 0: { type: 'if', loc: locationAt(1), locations: { length: 2 ** 40 } } } }),
      /invalid Istanbul coverage of .+a\.js: branch 0 has no list of locations/,
    ],
  ];

  const locationAt = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 1 } });

  for (const [title, text, reason] of REFUSED) {
    it(`rejects a file with ${title}, and skips all of the file with force`, async () => {
      project.write('data/1.json', JSON.stringify(project.map));
      project.write('data/2.json', text(project));
      const { message } = await assertThrown(read(['data']), 'INPUT_UNREADABLE', reason);
      assert.ok(message.includes(`\n  ${project.path('data/2.json')}: `), message);
      assert.deepEqual(logged, []);
      assert.deepEqual((await read(['data'], { force: true })).map, (await read(['data/1.json'])).map);
      const skipped = `Skipped ${project.path('data/2.json')}, so its coverage is missing: `;
      assert.ok(logged.length === 1 && logged.join().startsWith(skipped), logged.join('\n'));
      assert.match(logged.join(), reason);
    });
  }

  it('rejects a whole file if a compiled file in it has an invalid count', async () => {
    const file = {
      ...fileOf(project.map),
      path: project.path('dist/a.js'),
      inputSourceMap: MAP,
      s: { 0: 'many' },
    };
    project.write('data/1.json', JSON.stringify({ ...project.map, compiled: file }));
    project.write('data/2.json', JSON.stringify(project.map));
    await assertThrown(read(['data']), 'INPUT_UNREADABLE', /invalid count "many" for .+dist.a\.js/);
    assert.deepEqual((await read(['data'], { force: true })).map, (await read(['data/2.json'])).map);
  });

  it('lists every unreadable file', async () => {
    for (const name of ['1', '2', '3']) project.write(`data/${name}.json`, name === '2' ? '{}' : '?');
    const { message } = await assertThrown(read(['data']), 'INPUT_UNREADABLE', /^Cannot read 2 files:/);
    assert.deepEqual(
      [...message.matchAll(/data.(\d)\.json: /g)].map(([, name]) => name),
      ['1', '3'],
    );
  });

  it('accepts a file of a process that loaded no measured file', async () => {
    project.write('nothing.json', '{}');
    assert.deepEqual((await read(['nothing.json'])).map, {});
    assert.deepEqual(logged, []);
  });

  it('reads all .json files of a directory and nothing else', async () => {
    project.write('data/1.json', JSON.stringify(project.map));
    project.write('data/2.json', JSON.stringify(project.map));
    project.write('data/processinfo/1.json', '{"pid":1}');
    project.write('data/index.html', '<html>');
    mkdirSync(project.path('data/folder.json'));
    symlinkSync(project.path('gone'), project.path('data/gone.json'));
    const { s } = fileOf(project.map);
    const { map } = await read(['data']);
    assert.deepEqual(
      map[project.path(FILE)]?.s,
      Object.fromEntries(Object.entries(s).map(([id, n]) => [id, 2 * n])),
    );
  });

  it('adds a file once if it is named twice or copied with the name of its process', async () => {
    const name = '0f8fad5b-d9cb-469f-a165-70867728950e.json';
    for (const file of [`a/${name}`, `b/${name}`]) project.write(file, JSON.stringify(project.map));
    const { map } = await read(['a', `a/${name}`, 'b']);
    assert.deepEqual(map, (await read(['coverage-final.json'])).map);
    const note = (path: string) => `${project.path(path)} is also in another input and is counted once.`;
    assert.deepEqual(logged, [note(`a/${name}`), note(`b/${name}`)]);
  });

  it('adds equal files of possibly different runs separately', async () => {
    const [name, other] = ['0f8fad5b-d9cb-469f-a165-70867728950e.json', 'a/coverage-final.json'];
    project.write(other, JSON.stringify(project.map));
    project.write(`a/${name}`, changed({}));
    project.write(`b/${name}`, changed({ s: { 0: 9 } }));
    const { map } = await read(['a', 'b', 'coverage-final.json']);
    assert.equal(map[project.path(FILE)]?.s[0], 3 * (fileOf(project.map).s[0] ?? 0) + 9);
    assert.deepEqual(logged, []);
  });

  it('accepts counts up to 2^53 - 1', async () => {
    project.write('large.json', changed({ s: { 0: Number.MAX_SAFE_INTEGER } }));
    assert.equal(counted(await read(['large.json']))[0]?.s[0], Number.MAX_SAFE_INTEGER);
  });

  it('treats a file marked as never loaded as such until another input counts it', async () => {
    project.write('all.json', changed({ all: true, s: {}, f: {}, b: {} }));
    const file = (await read(['all.json'])).map[project.path(FILE)];
    assert.deepEqual([file?.all, file?.s[0]], [true, 0]);
    project.write(
      'other.json',
      changed({ all: true, hash: 'c0ffee', statementMap: { 0: locationAt(3) }, s: {}, f: {}, b: {} }),
    );
    const { map } = await read(['all.json', 'coverage-final.json', 'other.json']);
    assert.deepEqual(map, (await read(['coverage-final.json'])).map);
    assert.deepEqual(logged, []);
  });

  const MAP = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA,SAAS;EACP' };
  const COMPILED = {
    statementMap: {
      0: { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } },
      1: { start: { line: 2, column: 2 }, end: { line: 2, column: 9 } },
    },
    fnMap: {},
    branchMap: {},
    f: {},
    b: {},
  };

  it('adds the counts of a compiled file from several processes, even if some omit statements that never ran', async () => {
    for (const [name, s] of [
      ['1', { 0: 2, 1: 1 }],
      ['2', { 1: 5 }],
      ['3', {}],
    ] as const) {
      const file = { ...COMPILED, s, path: project.path('dist/a.js'), inputSourceMap: MAP };
      project.write(`data/${name}.json`, JSON.stringify({ [file.path]: file }));
    }
    const { map } = await read(['data']);
    assert.deepEqual(Object.keys(map), [project.path('src/a.ts')]);
    assert.deepEqual(counted({ map } as Coverage)[0]?.s, { 0: 2, 1: 6 });
  });

  it('adds the counts of a profile of covermain for the same source', async () => {
    const before = JSON.parse(JSON.stringify(project.map)) as Record<string, FileCoverageData>;
    project.write('theirs.json', changed({ hash: 'c0ffee' }));
    const { map } = await read(['theirs.json', 'coverage-final.json']);
    const { s, hash } = map[project.path(FILE)] ?? { s: {}, hash: '' };
    const twice = Object.entries(fileOf(before as CoverageByPath).s).map(([id, count]) => [id, 2 * count]);
    assert.deepEqual(s, Object.fromEntries(twice));
    assert.equal(hash, project.map[project.path(FILE)]?.hash);
    assert.deepEqual(logged, []);
  });

  it('treats an unknown source with other items as another version and logs that', async () => {
    project.write('old.json', changed({ hash: 'c0ffee', statementMap: { 0: locationAt(9) } }));
    project.write('new.json', changed({ hash: 'c0ffee' }));
    utimesSync(project.path('old.json'), 1, 1);
    const { map } = await read(['new.json', 'old.json']);
    assert.deepEqual(map, (await read(['new.json'])).map);
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /^Several versions of src\/a\.js were measured\. /);
  });
});
