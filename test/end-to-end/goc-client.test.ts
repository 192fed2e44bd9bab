/** The port of a real process, used like clients of goc and goverage do. */
import assert from 'node:assert/strict';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { decodeArchive } from '../../src/profile/format/archive.js';
import { readArchive } from '../../src/profile/store/read-archive.js';
import { typedApp } from '../support/apps.js';
import { agentOf } from '../support/live-agents.js';
import { prepareMeasuring, startNode } from '../support/measured-programs.js';
import { urlOf } from '../support/port-url.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';

/** Statements within statements, on one line and over several. */
const NESTED = `
const { made } = require('./generated/made.js');
const run = (items) => items.map((item) => { if (item > 1) { made(); return item; } else return -item; });
for (let time = 0; time < 3; time++) { try { run([time]); } catch { missed(); } }
function missed() {
  const inner = () => {
    while (true) { switch (1) { case 1: return run([1, 2]).map((item) => item && (() => item)()); default: break; } }
  };
  return inner;
}
class Kind { #one = run([1]); static two = run([2]); get three() { return this.#one; } }
`;

const FILES = {
  'package.json': '{}',
  'src/app.js': typedApp("require('./nested.js');"),
  'src/nested.js': NESTED,
  'src/generated/made.js': 'exports.made = function made() {};',
};

const PROFILE = '/v1/cover/profile';

/** What goc's own client sends. */
const GOC: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ force: false, service: null, address: null, coverfile: null, skipfile: null }),
};

interface Block {
  /** `path:line.column,line.column`. */
  readonly place: string;
  readonly path: string;
  /** Each a line and a column. */
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  readonly statements: number;
  readonly count: number;
}

function blocksOf(text: string): readonly Block[] {
  const [mode, ...lines] = text.split('\n');
  assert.equal(mode, 'mode: atomic');
  assert.equal(lines.pop(), '', 'the last line is ended');
  return lines.map((line) => {
    const match = /^((.+):(\d+)\.(\d+),(\d+)\.(\d+)) (\d+) (\d+)$/.exec(line);
    assert.ok(match, line);
    const [, place = '', path = ''] = match;
    const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0, statements = 0, count = 0] = match
      .slice(3)
      .map(Number);
    return { place, path, start: [startLine, startColumn], end: [endLine, endColumn], statements, count };
  });
}

function isBefore([line, column]: Block['start'], [otherLine, otherColumn]: Block['start']): boolean {
  return line < otherLine || (line === otherLine && column <= otherColumn);
}

describe('a client of goc', () => {
  let project: Project;
  let program: Program;
  let url: string;
  let hits = 0;

  before(async () => {
    project = makeProject(FILES);
    const measuring = (await prepareMeasuring(project, { COVER_FLUSH: 'off', COVERAGE_HTTP_PORT: '0' }))();
    program = startNode(project, ['src/app.js'], measuring.env);
    url = await urlOf(await agentOf(project, program));
    await program.printed(/ready/);
  });

  after(async () => {
    program.endInput();
    await program.exitCode;
    killLeftPrograms();
    project.remove();
  });

  async function hit(): Promise<void> {
    hits += 1;
    program.type('x');
    await program.printed(new RegExp(`hits ${hits}\\n`));
  }

  const request = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);

  async function blocks(path = PROFILE, init: RequestInit = GOC): Promise<readonly Block[]> {
    const response = await request(path, init);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
    return blocksOf(text);
  }

  async function json<Body = CoverageMapData>(path = PROFILE): Promise<Body> {
    return (await (await request(path, { headers: { accept: 'application/json' } })).json()) as Body;
  }

  const pathsOf = (some: readonly Block[]) => [...new Set(some.map(({ path }) => path))];
  const countOf = async () => (await blocks()).reduce((sum, { count }) => sum + count, 0);
  const ALL = ['src/app.js', 'src/generated/made.js', 'src/nested.js'];

  it('gets all files in the text format, in blocks that never overlap', async () => {
    const all = await blocks();
    assert.deepEqual(pathsOf(all), ALL);
    for (const [index, { path, start, end, statements }] of all.entries()) {
      assert.ok([...start, ...end].every((number) => number >= 1));
      assert.ok(isBefore(start, end));
      assert.ok(statements >= 1);
      const next = all[index + 1];
      if (next?.path === path) assert.ok(isBefore(end, next.start), `${all[index]?.place} and ${next.place}`);
    }
    const statements = all.reduce((sum, block) => sum + block.statements, 0);
    const files = Object.values(await json()) as readonly FileCoverageData[];
    assert.equal(statements, files.flatMap(({ s }) => Object.keys(s)).length);
  });

  it('gets the same blocks each time, whatever was counted in between', async () => {
    const before = await blocks();
    await hit();
    const after = await blocks();
    assert.deepEqual(
      after.map(({ place }) => place),
      before.map(({ place }) => place),
    );
    const differing = after.filter(({ count }, index) => count !== before[index]?.count);
    assert.deepEqual(pathsOf(differing), ['src/app.js']);
  });

  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    it(`gets the same with ${method}, with and without a body`, async () => {
      assert.deepEqual(await blocks(PROFILE, { method }), await blocks());
      if (method !== 'GET') assert.deepEqual(await blocks(PROFILE, { ...GOC, method }), await blocks());
    });
  }

  for (const [what, query, body, expected] of [
    ['a query', '?skipfile=generated/', '', ['src/app.js', 'src/nested.js']],
    ['keys of a query that repeat', '?skipfile=generated/&skipfile=app', '', ['src/nested.js']],
    ['keys of any case', '?SKIPFILE=generated/', '{"SkipFile":["^src/app"]}', ['src/nested.js']],
    ['goverage', '', '{"skipFile":["generated", "nested\\\\.js$"]}', ['src/app.js']],
    ['goc', '', '{"coverfile":["nested","made"],"skipfile":["^src/n"]}', ['src/generated/made.js']],
    ['a pattern that matches none', '?coverfile=never', '', []],
    ['unknown keys', '?other=1', '{"other":[1],"skipfile":null}', ALL],
  ] as const) {
    it(`selects files as ${what} does`, async () => {
      assert.deepEqual(pathsOf(await blocks(`${PROFILE}${query}`, { ...GOC, body })), expected);
    });
  }

  for (const [what, query, body, said] of [
    ['JSON that is cut short', '', '{"skipfile":', /the body is not valid JSON: .*JSON/],
    ['JSON that is no object', '', '[]', /the body is not a JSON object/],
    ['a value that is no pattern', '', '{"skipfile":[7]}', /"skipfile" contains 7 /],
    ['a pattern that is none', '?skipfile=(', '', /Invalid pattern "\(": /],
    ['a pattern that only Perl knows', '', '{"coverfile":["(?=x)"]}', /Invalid pattern "\(\?=x\)": /],
  ] as const) {
    it(`gets 400 for ${what}`, async () => {
      const response = await request(`${PROFILE}${query}`, { ...GOC, body });
      assert.equal(response.status, 400);
      assert.match(await response.text(), said);
    });
  }

  it('gets the covered fraction of statements as a bare number', async () => {
    const response = await request('/v1/cover/coverage');
    assert.equal(response.status, 200);
    const share = await response.text();
    assert.match(share, /^0\.\d{4}$/);
    const sum = (some: readonly Block[]) => some.reduce((total, { statements }) => total + statements, 0);
    const all = await blocks();
    assert.ok(sum(all) > 20);
    const exact = sum(all.filter(({ count }) => count > 0)) / sum(all);
    assert.ok(Math.abs(Number(share) - exact) < 0.0001, `${share} is not ${exact}`);
  });

  it('gets JSON on request', async () => {
    await hit();
    const map = await json();
    assert.deepEqual(
      Object.keys(map).sort(),
      ALL.map((file) => project.path(file)),
    );
    assert.equal(functionsOf(map[project.path('src/app.js')] as FileCoverageData).hit, hits);
    assert.deepEqual(Object.keys(await json(`${PROFILE}?skipfile=.&process=self`)), []);
  });

  it('gets profile files on request, without metas that it has', async () => {
    const files = async (query = '') => {
      const headers = { accept: 'application/octet-stream' };
      const response = await request(`${PROFILE}${query}`, { headers });
      assert.equal(response.headers.get('content-type'), 'application/octet-stream');
      return decodeArchive(Buffer.from(await response.arrayBuffer()), 'the answer');
    };
    const all = await files();
    const { metas, profiles, unreadable } = readArchive(all);
    assert.deepEqual(unreadable, []);
    assert.deepEqual([...metas.values()].map(({ path }) => path).sort(), ALL);
    assert.deepEqual(
      profiles.map(({ pid }) => pid),
      [program.pid],
    );

    const [known, ...others] = metas.keys();
    const some = await files(`?have=${known}&HAVE=${others[0]},0123`);
    const metasIn = (given: ReadonlyMap<string, Buffer>) =>
      [...given.keys()].filter((name) => name.startsWith('covmeta.'));
    assert.deepEqual(metasIn(some), [`covmeta.${others[1]}`]);
    assert.equal(some.size, 2, 'and the counters');
    assert.deepEqual(readArchive(new Map([...all, ...some])).profiles[0]?.files.length, 3);
  });

  it('clears only with POST', async () => {
    const counted = await countOf();
    assert.ok(counted > 0);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await request('/v1/cover/clear', { method });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'POST, OPTIONS']);
    }
    assert.equal(await countOf(), counted);
    const response = await request('/v1/cover/clear', { ...GOC, body: '{}' });
    assert.deepEqual([response.status, await response.text()], [200, 'clear call successfully\n']);
    assert.equal(await countOf(), 0);
    assert.deepEqual(pathsOf(await blocks()), ALL);
    await hit();
    assert.ok((await countOf()) > 0);
  });

  it('gets 404 for other paths', async () => {
    for (const path of [
      '/',
      '/v1/cover',
      '/v1/cover/',
      '/v1/cover/profile/',
      '/v1/cover/list',
      '/v2/cover/profile',
    ]) {
      const response = await request(path, GOC);
      assert.equal(response.status, 404, path);
    }
  });
});
