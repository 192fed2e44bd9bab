/** Finding inputs among the paths that a shell expands from `coverage-data/*`. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { findInputs } from '../../../../src/collect/inputs/find-inputs.js';
import { assertThrown } from '../../../support/assert-thrown.js';
import { makeProject, type Project } from '../../../support/project.js';

const FILES = {
  'runs/1/covmeta.00': '',
  'runs/2/run.2025-01-02T03-04-05-678Z.1.jsonl': '',
  'runs/2/journal.r.jsonl': '',
  'runs/2/tmp.1': '',
  'nyc/processinfo/1.json': '{}',
  'src/main.js': '',
  'notes/README.md': '',
};

describe('findInputs', () => {
  let project: Project;
  let logged: string[];

  before(() => {
    project = makeProject(FILES);
    for (const directory of ['runs/2/nyc', 'runs/2/sessions/a', 'runs/3', 'runs/4/nyc'])
      mkdirSync(project.path(directory), { recursive: true });
  });

  beforeEach(() => {
    logged = [];
  });

  after(() => project.remove());

  const findWith = (force: boolean, ...paths: readonly string[]) =>
    findInputs(paths, { cwd: project.root, force, logLine: (line) => logged.push(line) }).map(({ path }) =>
      path.slice(project.root.length + 1),
    );

  const find = (...paths: readonly string[]) => findWith(false, ...paths);

  const failing = async (...paths: readonly string[]) => find(...paths);

  it('skips runs without coverage and logs their paths as given', () => {
    assert.deepEqual(find('runs/1', 'runs/2', 'runs/3/', './runs/4', 'nyc'), ['runs/1']);
    assert.deepEqual(logged, ['Skipped directories without coverage: runs/2, runs/3/, ./runs/4, nyc']);
  });

  it('finds coverage of the engine nyc next to counters of other processes', () => {
    const nyc = {
      'both/nyc/1.json': '{}',
      'both/nyc/2.json': '{}',
      'both/nyc/processinfo/2.json': '{"pid":7}',
    };
    const info = { 'both/nyc/processinfo/1.json': '{"pid":42}' };
    const both = makeProject({ ...nyc, ...info, 'both/covcounters.r.42.2025-01-02T03-04-05-678Z': '' });
    try {
      const found = findInputs(['both'], { cwd: both.root, logLine: (line) => logged.push(line) });
      assert.deepEqual(
        found.map(({ kind, names }) => [kind, names]),
        [
          ['profile', ['covcounters.r.42.2025-01-02T03-04-05-678Z']],
          ['istanbul', ['2.json']],
        ],
      );
    } finally {
      both.remove();
    }
  });

  it('names at most five skipped directories', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `many/${name}`);
    for (const name of names) mkdirSync(project.path(name), { recursive: true });
    find(...names, 'runs/1');
    assert.match(logged.join('\n'), /: many\/a, many\/b, many\/c, many\/d, many\/e and 2 more$/);
  });

  it('logs nothing if all inputs have coverage', () => {
    assert.deepEqual(find('runs/1', 'runs/1'), ['runs/1', 'runs/1']);
    assert.deepEqual(logged, []);
  });

  it('rejects inputs that all lack coverage', async () => {
    await assertThrown(failing('runs/2', 'runs/3'), 'INPUT_EMPTY', /No profile found in \S+runs\/2\. /);
    assert.deepEqual(logged, []);
  });

  for (const [title, path, code] of [
    ['a directory with other content', 'notes', 'INPUT_EMPTY'],
    ['the directory of the sources', 'src', 'INPUT_EMPTY'],
    ['the parent of profile directories', 'runs', 'INPUT_EMPTY'],
    ['a pattern that matched nothing', 'nothing/*', 'INPUT_NOT_FOUND'],
  ] as const) {
    it(`rejects ${title}, even next to a profile`, () => {
      return assertThrown(
        failing('runs/1', path),
        code,
        /^(Input not found: .+ Expected a profile|No profile found in )/,
      );
    });
  }

  it('rejects a device without reading it', async function () {
    if (process.platform === 'win32') this.skip();
    const message =
      /^Cannot read \/dev\/zero: not a regular file or directory \(save its output to a file first\)\. /;
    await assertThrown(failing('runs/1', '/dev/zero'), 'INPUT_UNREADABLE', message);
  });

  it('rejects an input that cannot be opened, and skips it with force', async function () {
    if (process.platform === 'win32') this.skip();
    // No user can open a socket as a file, not even root.
    const server = createServer().listen(project.path('socket'));
    await once(server, 'listening');
    try {
      const message =
        /^Cannot read socket: .*\. Make it readable, or use --force to continue without its coverage\.$/;
      await assertThrown(failing('runs/1', 'socket'), 'INPUT_UNREADABLE', message);
      assert.deepEqual(findWith(true, 'runs/1', 'socket'), ['runs/1']);
      assert.match(logged.join('\n'), /^Cannot read socket: .*\. Its coverage is missing\.$/);
      const alone = (async () => findWith(true, 'socket'))();
      await assertThrown(alone, 'INPUT_UNREADABLE', message);
    } finally {
      server.close();
    }
  });
});
