/** Of what a shell makes of `coverage-data/*`, runs that counted nothing add nothing; anything else is a mistake. */
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
  let said: string[];

  before(() => {
    project = makeProject(FILES);
    for (const folder of ['runs/2/nyc', 'runs/2/sessions/a', 'runs/3', 'runs/4/nyc'])
      mkdirSync(project.path(folder), { recursive: true });
  });

  beforeEach(() => {
    said = [];
  });

  after(() => project.remove());

  const findWith = (force: boolean, ...paths: readonly string[]) =>
    findInputs(paths, { cwd: project.root, force, logLine: (line) => said.push(line) }).map(({ path }) =>
      path.slice(project.root.length + 1),
    );

  const find = (...paths: readonly string[]) => findWith(false, ...paths);

  const failing = async (...paths: readonly string[]) => find(...paths);

  it('leaves out what runs have left empty, and says so by the names that were given', () => {
    assert.deepEqual(find('runs/1', 'runs/2', 'runs/3/', './runs/4', 'nyc'), ['runs/1']);
    assert.deepEqual(said, ['left out, since nothing was counted there: runs/2, runs/3/, ./runs/4, nyc']);
  });

  it('finds what the engine nyc counted in a directory that has counters of other processes', () => {
    const nyc = {
      'both/nyc/1.json': '{}',
      'both/nyc/2.json': '{}',
      'both/nyc/processinfo/2.json': '{"pid":7}',
    };
    const info = { 'both/nyc/processinfo/1.json': '{"pid":42}' };
    const both = makeProject({ ...nyc, ...info, 'both/covcounters.r.42.2025-01-02T03-04-05-678Z': '' });
    try {
      const found = findInputs(['both'], { cwd: both.root, logLine: (line) => said.push(line) });
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

  it('names five of them at most', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `many/${name}`);
    for (const name of names) mkdirSync(project.path(name), { recursive: true });
    find(...names, 'runs/1');
    assert.match(said.join('\n'), /: many\/a, many\/b, many\/c, many\/d, many\/e and 2 more$/);
  });

  it('says nothing where there are none', () => {
    assert.deepEqual(find('runs/1', 'runs/1'), ['runs/1', 'runs/1']);
    assert.deepEqual(said, []);
  });

  it('has to have one with something in it', async () => {
    await assertThrown(failing('runs/2', 'runs/3'), 'INPUT_EMPTY', /runs\/2 holds no profile/);
    assert.deepEqual(said, []);
  });

  for (const [what, path, code] of [
    ['a folder of something else', 'notes', 'INPUT_EMPTY'],
    ['the folder of the sources', 'src', 'INPUT_EMPTY'],
    ['the folder of all profile directories', 'runs', 'INPUT_EMPTY'],
    ['a pattern that matched nothing', 'nothing/*', 'INPUT_NOT_FOUND'],
  ] as const) {
    it(`refuses ${what}, also beside one that is a profile`, () => {
      return assertThrown(failing('runs/1', path), code, /expected|holds no profile/);
    });
  }

  it('refuses what is no file, before it waits for an end of it', async function () {
    if (process.platform === 'win32') this.skip();
    const message =
      /^\/dev\/zero cannot be read: it is neither a file nor a directory: save what comes from it/;
    await assertThrown(failing('runs/1', '/dev/zero'), 'INPUT_UNREADABLE', message);
  });

  it('refuses what cannot be opened, and leaves it out by force', async function () {
    if (process.platform === 'win32') this.skip();
    // Nobody may open a socket, not even root.
    const server = createServer().listen(project.path('socket'));
    await once(server, 'listening');
    try {
      const message = /^socket cannot be read: .*; make it readable, or go on without by --force/;
      await assertThrown(failing('runs/1', 'socket'), 'INPUT_UNREADABLE', message);
      assert.deepEqual(findWith(true, 'runs/1', 'socket'), ['runs/1']);
      assert.match(said.join('\n'), /^socket cannot be read: .*; it was left out, its counts are missing$/);
      const alone = (async () => findWith(true, 'socket'))();
      await assertThrown(alone, 'INPUT_UNREADABLE', message);
    } finally {
      server.close();
    }
  });
});
