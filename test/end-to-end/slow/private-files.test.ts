/** Everything that a run leaves is for its user alone, and what other users can change is not used. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { profileIn } from '../../support/measured-programs.js';
import { poisonPack } from '../../support/poisoned-packs.js';
import { killLeftPrograms, type Program, type ProgramOptions, start } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { giveToSecondUser, requireSecondUser, runAsSecondUser } from '../../support/second-user.js';

/** Ends after a session, a reset, and a process of its own. */
const APP = `
const { execFileSync } = require('node:child_process');
const { startSession, endSession, reset } = require('covermain');
const { hit } = require('./hit.js');
async function main() {
  hit();
  await startSession('login');
  await reset();
  hit();
  await endSession('login');
  if (process.argv[2] === 'child') return;
  process.stdout.write(execFileSync(process.execPath, [__filename, 'child']));
  console.log('done');
}
main().catch((error) => console.log(error.message));
`;

const FILES = {
  'package.json': '{}',
  'src/app.js': APP,
  'src/hit.js': 'exports.hit = function hit() {};',
  'src/main.js':
    "exports.main = () => { require('./hit.js').hit(); setTimeout(() => process.exit(), 100); };",
  'test-manual/main.ts':
    "import { testMain } from 'covermain/harness';\ntestMain(async () => (await import('../src/main.js')).default.main());\n",
};

const CACHE = 'node_modules/.cache/covermain';

describe('private files', function () {
  if (process.platform === 'win32') this.pending = true; // files have no modes there
  let project: Project;

  beforeEach(() => {
    project = makeProject(FILES);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  function startWithUmask(umask: string, args: readonly string[], options: ProgramOptions = {}): Program {
    const covermain = join(project.root, 'node_modules/.bin/covermain');
    return start(project, '/bin/sh', ['-c', `umask ${umask}; exec "$@"`, 'sh', covermain, ...args], options);
  }

  /** Runs covermain to its end. */
  async function runCovermain(
    args: readonly string[],
    {
      umask = '022',
      code = 0,
      env = {},
    }: { umask?: string; code?: number; env?: Record<string, string> } = {},
  ): Promise<Program> {
    const program = startWithUmask(umask, args, { env });
    assert.equal(await program.exitCode, code, program.output());
    return program;
  }

  const runApp = (dir: string, options = {}) =>
    runCovermain(['run', '--no-report', '--dir', dir, '--', process.execPath, 'src/app.js'], options);

  /** Returns the modes of all files and directories below a path, and of the path itself, by relative path. */
  function modesBelow(path: string): Readonly<Record<string, number>> {
    const root = project.path(path);
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const modes = ['', ...names].map((name) => [join(path, name), statSync(join(root, name)).mode & 0o777]);
    return Object.fromEntries(modes) as Readonly<Record<string, number>>;
  }

  function assertPrivate(path: string, minimum: number): void {
    const modes = modesBelow(path);
    assert.ok(Object.keys(modes).length >= minimum, JSON.stringify(modes));
    for (const [file, mode] of Object.entries(modes)) {
      const expected = statSync(project.path(file)).isDirectory() ? 0o700 : 0o600;
      assert.equal(mode, expected, `${file} has mode ${mode.toString(8)}`);
    }
  }

  const linesWith = (text: string, part: string) => text.split('\n').filter((line) => line.includes(part));

  for (const umask of ['000', '002']) {
    it(`is everything that runs and merges write, with a umask of ${umask}`, async () => {
      const app = await runApp('new/data', { umask });
      assert.match(app.stdout(), /^done$/m);
      await runCovermain(['merge', '-o', 'merged/out', 'new/data'], { umask });
      assertPrivate('new', 12);
      assertPrivate('merged', 6);
      assertPrivate('.covermain', 2);
      assertPrivate(CACHE, 3);
    });
  }

  it("is nyc's output too, while reports follow the umask", async () => {
    const env = {
      MANUAL_INTEGRATION: '1',
      COVER_ENGINE: 'nyc',
      COVER_DIR: 'data',
    };
    const manual = await runCovermain(['manual'], { umask: '002', env });
    assertPrivate('data', 4);
    assert.ok(readdirSync(project.path('data/nyc')).length > 1, manual.output());
    assert.equal(statSync(project.path('coverage/coverage-final.json')).mode & 0o777, 0o664);
  });

  it('leaves a profile directory that others can read as it is', async () => {
    mkdirSync(project.path('data'));
    chmodSync(project.path('data'), 0o755);
    await runApp('data');
    const { data, ...modes } = modesBelow('data');
    assert.equal(data, 0o755);
    for (const [file, mode] of Object.entries(modes)) assert.equal(mode & 0o077, 0, file);
  });

  describe('the cache', () => {
    /** Replaces the cached code of `hit.js` by code that prints a line, with a correct checksum. */
    function poison(): string {
      return poisonPack(project.path(CACHE), ['exports.hit', 'console.log("poisoned"); exports.hit']);
    }

    async function assertUnused(reason: RegExp, program: Program): Promise<void> {
      assert.equal(program.stdout(), 'done\n');
      const [warning, ...others] = linesWith(program.stderr(), 'The cache ');
      assert.match(warning ?? program.output(), reason);
      assert.deepEqual(others, []);
      assert.deepEqual(profileIn(project, 'data/2').functions('src/hit.js'), { hit: 4 });
    }

    beforeEach(() => runApp('data/1').then(poison));

    it('is executed if only this user can change it', async () => {
      assert.match((await runApp('data/2')).stdout(), /poisoned/);
    });

    for (const mode of [0o777, 0o770]) {
      it(`is not used with mode ${mode.toString(8)}, with one warning for all processes`, async () => {
        chmodSync(project.path(CACHE), mode);
        const before = readdirSync(project.path(CACHE)).length;
        await assertUnused(
          /is not used, because others can write to it \(mode \d+\).*Delete it/,
          await runApp('data/2'),
        );
        assert.equal(readdirSync(project.path(CACHE)).length, before);
      });
    }

    it('of another user is not used', async function () {
      requireSecondUser(this);
      giveToSecondUser(project.path(CACHE));
      await assertUnused(/is not used, because it belongs to the user with id \d+/, await runApp('data/2'));
    });

    it('has no entry of another user that is executed', async function () {
      requireSecondUser(this);
      giveToSecondUser(poison());
      assert.equal((await runApp('data/2')).output(), 'done\ncovermain: profile: data/2\n');
      assert.equal((await runApp('data/3')).stdout(), 'done\n');
    });

    it('has no entry behind a link, or that others can write, that is executed', async () => {
      const entry = poison();
      chmodSync(entry, 0o666);
      assert.equal((await runApp('data/2')).stdout(), 'done\n');
      rmSync(entry);
      const linked = poison();
      renameSync(linked, project.path('planted'));
      symlinkSync(project.path('planted'), linked);
      assert.equal((await runApp('data/3')).stdout(), 'done\n');
    });
  });

  describe('the profile directory', () => {
    it('is refused before the app starts if others can write to it', async () => {
      mkdirSync(project.path('shared'));
      chmodSync(project.path('shared'), 0o777);
      const path = project.path('shared');
      const { stderr, stdout } = await runApp('shared', { code: 2 });
      assert.equal(stdout(), '');
      assert.equal(
        stderr(),
        `covermain: Cannot use profile directory ${path}: others can write to it (mode 0777). Set COVER_DIR or ` +
          `--dir to ${path}/profiles, which covermain creates for you alone, or run chmod go-w ${path}.\n`,
      );
      assert.deepEqual(readdirSync(path), []);
      const env = { MANUAL_INTEGRATION: '1', COVER_DIR: 'shared' };
      assert.match((await runCovermain(['manual'], { code: 2, env })).stderr(), /others can write to it/);
      await runApp('shared/profiles');
      assertPrivate('shared/profiles', 8);
      await runCovermain(['percent', 'shared/profiles']);
    });

    it('is refused if others can write to the directory of all runs, or if another user made it', async function () {
      const runs = project.path('coverage-data');
      mkdirSync(runs);
      chmodSync(runs, 0o777);
      const isShared =
        /Cannot write profiles to \S+coverage-data: others can write to it \(mode 0777\)\. Set COVER_DIR or --dir /;
      assert.match((await runCovermain(['run', '--', 'node', 'app.js'], { code: 2 })).stderr(), isShared);
      assert.deepEqual(readdirSync(runs), []);
      requireSecondUser(this);
      giveToSecondUser(runs, 0o755);
      const isForeign =
        /Cannot write profiles to \S+coverage-data: it belongs to the user with id \d+\. Set COVER_DIR /;
      assert.match((await runCovermain(['run', '--', 'node', 'app.js'], { code: 2 })).stderr(), isForeign);
    });

    it('is refused if it belongs to another user, and one below it is used', async function () {
      requireSecondUser(this);
      mkdirSync(project.path('foreign'));
      giveToSecondUser(project.path('foreign'), 0o755);
      const { stderr } = await runApp('foreign', { code: 2 });
      assert.match(
        stderr(),
        /: it belongs to the user with id \d+\. Set COVER_DIR or --dir to \S+, which covermain creates for you alone\.\n$/,
      );
      await runApp('foreign/profiles');
      assertPrivate('foreign/profiles', 8);
      const denied = runAsSecondUser(['/bin/ls', project.path('foreign/profiles')]);
      assert.notEqual(denied.status, 0);
    });

    it('is accepted through a link of the user, unless others can write to its target', async () => {
      mkdirSync(project.path('target'));
      symlinkSync('target', project.path('link'));
      await runApp('link');
      assert.ok(readdirSync(project.path('target')).length > 3);
      chmodSync(project.path('target'), 0o777);
      assert.match((await runApp('link', { code: 2 })).stderr(), /others can write to it/);
    });

    it('makes covermain/auto measure nothing if others can write to it, and the program runs', async () => {
      mkdirSync(project.path('shared'));
      chmodSync(project.path('shared'), 0o777);
      const options = ['--conditions=covermain', '--import', 'covermain/auto', 'src/hit.js'];
      const env = { COVER_DIR: 'shared', COVERAGE_HTTP_PORT: '0' };
      const program = start(project, process.execPath, options, { env });
      assert.equal(await program.exitCode, 0);
      assert.match(program.output(), /^covermain: Nothing is measured: Cannot use profile directory .*\n$/);
      assert.deepEqual(readdirSync(project.path('shared')), []);
    });

    it('has no link that a session, a log or a profile is written through', async () => {
      mkdirSync(project.path('data'));
      mkdirSync(project.path('elsewhere'));
      symlinkSync(project.path('elsewhere'), project.path('data/sessions'));
      const app = await runApp('data');
      assert.match(app.stderr(), /Cannot write to \S+\/data\/sessions: it is a symbolic link\. Delete it/);
      assert.deepEqual(readdirSync(project.path('elsewhere')), []);
      rmSync(project.path('data'), { recursive: true });
      mkdirSync(project.path('data'));
      symlinkSync(project.path('elsewhere'), project.path('data/nyc'));
      assert.match((await runApp('data', { code: 2 })).stderr(), /\/data\/nyc: it is a symbolic link/);
      assert.deepEqual(readdirSync(project.path('elsewhere')), []);
    });
  });

  describe('the directory of sockets', () => {
    it('of another user is not used, and no command connects to a socket in it', async function () {
      requireSecondUser(this);
      const directory = project.path('.covermain');
      mkdirSync(directory);
      let connections = 0;
      const server = createServer((socket) => {
        connections++;
        socket.end();
      });
      const path = join(directory, `${Date.now().toString(36)}-${process.pid}-0a1b2c.sock`);
      await new Promise<void>((listening) => server.listen(path, listening));
      giveToSecondUser(directory, 0o755);
      try {
        const list = await runCovermain(['list']);
        const warning =
          /The directory of private sockets \S+\/\.covermain\/ is not used, because it belongs to the user/;
        assert.equal(linesWith(list.stderr(), 'private sockets').length, 1);
        assert.match(list.stderr(), warning);
        const stop = await runCovermain(['stop'], { code: 2 });
        assert.match(stop.stderr(), warning);
        const app = await runApp('data');
        assert.equal(app.stdout(), 'done\n');
        assert.equal(linesWith(app.stderr(), 'private sockets').length, 1);
        assert.deepEqual(readdirSync(directory).length, 1);
        assert.equal(connections, 0);
      } finally {
        await new Promise((closed) => server.close(closed));
        assert.ok(!existsSync(path));
      }
    });
  });
});
