/** Files of Istanbul's JSON are added up as a whole, or named and not at all. */
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

describe("Istanbul's JSON", () => {
  let project: ExecutedProject;
  let said: string[];

  beforeEach(() => {
    project = makeExecutedProject(SOURCES);
    said = [];
  });

  afterEach(() => project.remove());

  const read = (inputs: readonly string[], more: Partial<ReadOptions> = {}): Promise<Coverage> =>
    readCoverage({
      inputs,
      projectRoot: project.root,
      root: project.root,
      cwd: project.root,
      environment: {},
      logLine: (line) => said.push(line),
      ...more,
    });

  /** The project's file with changes, as JSON of all files. */
  const changed = (changes: object): string => JSON.stringify({ a: { ...fileOf(project.map), ...changes } });
  const fileOf = (map: CoverageByPath) => map[project.path(FILE)] as FileCoverageData;
  const counted = ({ map }: Coverage) => Object.values(map).map(({ s, f, b }) => ({ s, f, b }));

  const REFUSED: readonly [what: string, text: (project: ExecutedProject) => string, reason: RegExp][] = [
    ['an empty file', () => '', /it is empty: what wrote it was killed/],
    [
      'what was cut short',
      ({ map }) => JSON.stringify(map).slice(0, -2),
      /it is not JSON, or was cut short: /,
    ],
    ['what is no JSON', () => 'TN:\nSF:src/a.js\n', /it is not JSON, or was cut short: /],
    [
      'a package.json',
      () => '{"name":"a","version":"1.0.0"}',
      /it is not Istanbul's coverage: .+ and "name" is none/,
    ],
    ['an array', () => '[]', /expected files by their paths, .+ and it holds an array/],
    ['null', () => 'null', /and it holds null/],
    ['a number', () => '7', /and it holds a number/],
    [
      'one file that is none among those that are',
      ({ map }) => JSON.stringify({ ...map, b: {} }),
      /and "b" is none/,
    ],
    ['a file without counts', () => changed({ s: undefined }), /and "a" is none/],
    ['a file without a path', () => changed({ path: undefined }), /and "a" is none/],
    [
      "V8's own",
      () => '{"result":[],"timestamp":1}',
      /it is V8's own coverage: .+`c8 report --reporter json`/,
    ],
    ['a negative count', () => changed({ s: { 0: -1 } }), /-1, which .+a\.js has, is no count/],
    ['half a count', () => changed({ f: { 0: 0.5 } }), /0\.5, which .+a\.js has, is no count/],
    ['a count that is text', () => changed({ b: { 0: ['1', 0] } }), /"1", which .+a\.js has, is no count/],
    ['a count too large to be exact', () => changed({ s: { 0: 2 ** 53 } }), /9007199254740992, which /],
    [
      'an item without a place',
      () => changed({ statementMap: { 0: {} } }),
      /what it has of .+a\.js is none of Istanbul's: /,
    ],
    [
      'a line that is none',
      () => changed({ statementMap: { 0: place(-1) } }),
      /what it has of .+a\.js is none of Istanbul's: /,
    ],
    [
      'branches that are none',
      () => changed({ branchMap: { 0: null } }),
      /what it has of .+a\.js is none of Istanbul's: /,
    ],
    [
      'arms that are no list, however many they say to be',
      () => changed({ branchMap: { 0: { type: 'if', loc: place(1), locations: { length: 2 ** 40 } } } }),
      /what it has of .+a\.js is none of Istanbul's: its branch 0 has no list of locations/,
    ],
  ];

  const place = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 1 } });

  for (const [what, text, reason] of REFUSED) {
    it(`refuses ${what}, and by force goes on without all of it`, async () => {
      project.write('data/1.json', JSON.stringify(project.map));
      project.write('data/2.json', text(project));
      const { message } = await assertThrown(read(['data']), 'INPUT_UNREADABLE', reason);
      assert.ok(message.includes(`\n  ${project.path('data/2.json')}: `), message);
      assert.deepEqual(said, []);
      assert.deepEqual((await read(['data'], { force: true })).map, (await read(['data/1.json'])).map);
      const left = `${project.path('data/2.json')} was left out, its counts are missing: `;
      assert.ok(said.length === 1 && said.join().startsWith(left), said.join('\n'));
      assert.match(said.join(), reason);
    });
  }

  it('is refused as a whole where a compiled file in it has a count that is none', async () => {
    const file = {
      ...fileOf(project.map),
      path: project.path('dist/a.js'),
      inputSourceMap: MAP,
      s: { 0: 'many' },
    };
    project.write('data/1.json', JSON.stringify({ ...project.map, compiled: file }));
    project.write('data/2.json', JSON.stringify(project.map));
    await assertThrown(read(['data']), 'INPUT_UNREADABLE', /"many", which .+dist.a\.js has, is no count/);
    assert.deepEqual((await read(['data'], { force: true })).map, (await read(['data/2.json'])).map);
  });

  it('names every file that cannot be read', async () => {
    for (const name of ['1', '2', '3']) project.write(`data/${name}.json`, name === '2' ? '{}' : '?');
    const { message } = await assertThrown(read(['data']), 'INPUT_UNREADABLE', /^2 files cannot be read:/);
    assert.deepEqual(
      [...message.matchAll(/data.(\d)\.json: /g)].map(([, name]) => name),
      ['1', '3'],
    );
  });

  it('holds nothing where a process loaded nothing', async () => {
    project.write('nothing.json', '{}');
    assert.deepEqual((await read(['nothing.json'])).map, {});
    assert.deepEqual(said, []);
  });

  it('is all files of a folder that are named so, and nothing else in it', async () => {
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

  it('is added once where a file is named twice, or a file of a process is there twice', async () => {
    const name = '0f8fad5b-d9cb-469f-a165-70867728950e.json';
    for (const file of [`a/${name}`, `b/${name}`]) project.write(file, JSON.stringify(project.map));
    const { map } = await read(['a', `a/${name}`, 'b']);
    assert.deepEqual(map, (await read(['coverage-final.json'])).map);
    const note = (path: string) => `${project.path(path)} is in another input, too, and was added once`;
    assert.deepEqual(said, [note(`a/${name}`), note(`b/${name}`)]);
  });

  it('is added as often as it is there where it may be of several runs', async () => {
    const [name, other] = ['0f8fad5b-d9cb-469f-a165-70867728950e.json', 'a/coverage-final.json'];
    project.write(other, JSON.stringify(project.map));
    project.write(`a/${name}`, changed({}));
    project.write(`b/${name}`, changed({ s: { 0: 9 } }));
    const { map } = await read(['a', 'b', 'coverage-final.json']);
    assert.equal(map[project.path(FILE)]?.s[0], 3 * (fileOf(project.map).s[0] ?? 0) + 9);
    assert.deepEqual(said, []);
  });

  it('has the largest counts that are exact', async () => {
    project.write('large.json', changed({ s: { 0: Number.MAX_SAFE_INTEGER } }));
    assert.equal(counted(await read(['large.json']))[0]?.s[0], Number.MAX_SAFE_INTEGER);
  });

  it('takes for never loaded what says so, until anything counts it', async () => {
    project.write('all.json', changed({ all: true, s: {}, f: {}, b: {} }));
    const file = (await read(['all.json'])).map[project.path(FILE)];
    assert.deepEqual([file?.all, file?.s[0]], [true, 0]);
    project.write(
      'other.json',
      changed({ all: true, hash: 'c0ffee', statementMap: { 0: place(3) }, s: {}, f: {}, b: {} }),
    );
    const { map } = await read(['all.json', 'coverage-final.json', 'other.json']);
    assert.deepEqual(map, (await read(['coverage-final.json'])).map);
    assert.deepEqual(said, []);
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

  it('adds what counts a compiled file, also where only some have a statement that ran', async () => {
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

  it('is one version with what covermain counted of the same source', async () => {
    const ours = JSON.parse(JSON.stringify(project.map)) as Record<string, FileCoverageData>;
    project.write('theirs.json', changed({ hash: 'c0ffee' }));
    const { map } = await read(['theirs.json', 'coverage-final.json']);
    const { s, hash } = map[project.path(FILE)] ?? { s: {}, hash: '' };
    const twice = Object.entries(fileOf(ours as CoverageByPath).s).map(([id, count]) => [id, 2 * count]);
    assert.deepEqual(s, Object.fromEntries(twice));
    assert.equal(hash, project.map[project.path(FILE)]?.hash);
    assert.deepEqual(said, []);
  });

  it('is another version where other items were counted of a source that nobody knows, and that is said', async () => {
    project.write('old.json', changed({ hash: 'c0ffee', statementMap: { 0: place(9) } }));
    project.write('new.json', changed({ hash: 'c0ffee' }));
    utimesSync(project.path('old.json'), 1, 1);
    const { map } = await read(['new.json', 'old.json']);
    assert.deepEqual(map, (await read(['new.json'])).map);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /several versions .*src\/a\.js/);
  });
});
