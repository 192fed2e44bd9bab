/** Tests `import 'covermain/auto'`: without the condition `covermain` it does nothing; with it, it measures the app. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { buildSync } from 'esbuild';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { Dump } from '../../../src/api/index.js';
import type { ListDocument } from '../../../src/commands/documents.js';
import type { RunDescription } from '../../../src/run/run-description.js';
import type { RunContext } from '../../../src/settings/run-context.js';
import { typedApp } from '../../support/apps.js';
import { RECORDER } from '../../support/effects-recorder.js';
import { agentOf } from '../../support/live-agents.js';
import { outcomeOf, type Profile, profileIn, startNode } from '../../support/measured-programs.js';
import { urlOf } from '../../support/port-url.js';
import { freePort } from '../../support/ports.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { functionsOf, makeProject, type Project, REPOSITORY } from '../../support/project.js';

const TSX = `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`;

const USES = `
  const look = () => JSON.stringify([require('node:fs').readdirSync('/proc/self/task').length,
    process.getActiveResourcesInfo(), Object.getOwnPropertySymbols(globalThis).length, { ...process.env }]);
  async function use(load) {
    const before = look();
    String(process.env.PROBE);
    const probe = recorded().at(-1);
    const exports = await load();
    console.log(JSON.stringify({ probe, loading: recorded(), exports, isAlike: look() === before }));
  }`;

const FILES = {
  'package.json': '{}',
  'recorder.cjs': RECORDER,
  'uses-import.mjs': `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);
    ${USES} use(() => import('covermain/auto'));`,
  'uses-require.cjs': `${USES} use(() => require('covermain/auto'));`,
  'blank.mjs': "import 'covermain/auto';\nconsole.log('app');",
  'plain.mjs': "console.log('app');",

  'src/module.mjs': `import { work } from './lib.mjs'; work(); own(); console.log('module'); process.exitCode = 3;
    function own() {}`,
  'src/lib.mjs': 'export function work() {}',
  'src/late.mjs': 'export function late() {}',
  'src/blank.mjs': `import 'covermain/auto'; import { work } from './lib.mjs';
    const { late } = await import('./late.mjs');
    work(); late(); console.log('blank'); process.exitCode = 3;`,
  'src/required.cjs': `require('covermain/auto'); require('./lib.cjs').work(); console.log('required');
    process.exitCode = 3;`,
  'src/lib.cjs': 'exports.work = function work() {};',
  'src/typed.ts': `import { work } from './typed-lib.js';
    enum Kind { One = 1 } const one: Kind = own(Kind.One); work(); console.log('typed', one); process.exitCode = 3;
    function own(kind: Kind): Kind { return kind; }`,
  'src/typed.mts': `import { work } from './typed-lib.js';
    enum Kind { One = 1 } const one: Kind = own(Kind.One); work(); console.log('typed', one); process.exitCode = 3;
    function own(kind: Kind): Kind { return kind; }`,
  'src/typed-lib.ts': 'export function work(): void {}',
  'src/parent.cjs': `
    const { execFileSync, fork } = require('node:child_process');
    const { Worker } = require('node:worker_threads');
    const { once } = require('node:events');
    start();
    async function start() {
      execFileSync(process.execPath, [require.resolve('./child.cjs')], { stdio: 'inherit' });
      execFileSync(process.execPath, [require.resolve('./child.cjs')], { env: {}, stdio: 'inherit' });
      await once(fork(require.resolve('./child.cjs')), 'exit');
      await once(new Worker(require.resolve('./child.cjs')), 'exit');
      await once(new Worker(require.resolve('./child.cjs'), { env: { OWN: '1' } }), 'exit');
      await once(new Worker("require('./src/child.cjs')", { eval: true }), 'exit');
      process.exitCode = 3;
    }`,
  'src/elsewhere.cjs': `
    const { execFileSync } = require('node:child_process');
    work();
    function work() { execFileSync(process.execPath, [require.resolve('./child.cjs')], { stdio: 'inherit', cwd: '/' }); }
    process.exitCode = 3;`,
  'src/requires-parent.cjs': "require('covermain/auto'); require('./parent.cjs');",
  'src/child.cjs': "work(); function work() { console.log('a child'); }",
  'src/waiting.cjs': "work(); console.log('ready'); setInterval(Date.now, 1000); function work() {}",
  'src/served.cjs': typedApp(),
  'src/late-agent.cjs': `require('covermain/auto');\n${typedApp()}`,
};

const CONDITION = '--conditions=covermain';
const BY_IMPORT = [CONDITION, '--import', 'covermain/auto'];
const NOT_MEASURED =
  /^covermain: Files that were loaded before covermain\/auto are not measured, including .*\n$/;

describe('covermain/auto', () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  describe('without the condition', () => {
    for (const [loader, file, moduleName] of [
      ['import', 'uses-import.mjs', 'none.js'],
      ['require', 'uses-require.cjs', 'none-cjs.cjs'],
    ] as const) {
      it(`is with ${loader} an empty module that reads no setting, opens no file and starts nothing`, async () => {
        const { code, stdout, stderr } = await outcomeOf(
          startNode(project, ['--require', './recorder.cjs', file], { COVERAGE_HTTP_PORT: '0' }),
        );
        assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
        const { probe, loading, exports, isAlike } = JSON.parse(stdout);
        assert.equal(probe, 'env PROBE', 'what is read of the environment would be seen');
        assert.deepEqual(exports, {});
        assert.equal(isAlike, true, 'it has other threads, handles, symbols or variables than before');
        const opened = (loading as readonly string[]).filter((record) => !/\/package\.json$/.test(record));
        assert.ok(opened.length > 0);
        for (const record of opened)
          assert.match(record, new RegExp(`^fs\\.\\S+ .*/(${moduleName.replace('.', '\\.')}|covermain)$`));
      });
    }

    for (const format of ['esm', 'cjs'] as const) {
      it(`adds no code to a bundle in ${format} format`, () => {
        const bundle = (file: string, conditions: string[] = []) => {
          const { outputFiles } = buildSync({
            entryPoints: [project.path(file)],
            bundle: true,
            platform: 'node',
            format,
            conditions,
            write: false,
            minify: true,
            external: ['oxc-parser'],
          });
          return outputFiles.map(({ text }) => text).join('');
        };
        assert.equal(bundle('blank.mjs'), bundle('plain.mjs'));
        assert.notEqual(bundle('blank.mjs', ['covermain']), bundle('plain.mjs'));
      });
    }
  });

  describe('with the condition', () => {
    /** Runs Node with and without covermain. The measured run writes to its own profile directory. */
    async function runBoth(
      args: readonly string[],
      file: string,
      env: Readonly<Record<string, string>> = {},
    ): Promise<{ readonly profile: Profile; readonly stderr: string }> {
      const directory = `data/${++runs}`;
      const [plain, live] = await Promise.all([
        outcomeOf(startNode(project, args.includes(TSX) ? ['--import', TSX, file] : [file])),
        outcomeOf(
          startNode(project, [...args, file], { COVERAGE_HTTP_PORT: '0', COVER_DIR: directory, ...env }),
        ),
      ]);
      assert.deepEqual({ ...live, stderr: '' }, plain, live.stderr);
      assert.equal(live.code, 3);
      return { profile: profileIn(project, directory), stderr: live.stderr };
    }

    it('measures an app that is killed at its first output', async () => {
      const directory = `data/${++runs}`;
      const program = startNode(project, [...BY_IMPORT, 'src/waiting.cjs'], { COVER_DIR: directory });
      await program.printed(/ready/);
      process.kill(program.pid, 'SIGTERM');
      assert.equal((await outcomeOf(program)).signal, 'SIGTERM');
      assert.deepEqual(profileIn(project, directory).functions('src/waiting.cjs'), { work: 1 });
    });

    for (const [title, args, file, counts] of [
      [
        'an app of ES modules with --import',
        BY_IMPORT,
        'src/module.mjs',
        { 'src/module.mjs': { own: 1 }, 'src/lib.mjs': { work: 1 } },
      ],
      [
        'a TypeScript app with --import before tsx',
        [...BY_IMPORT, '--import', TSX],
        'src/typed.ts',
        { 'src/typed.ts': { own: 1 }, 'src/typed-lib.ts': { work: 1 } },
      ],
      [
        'a TypeScript app of ES modules with --import before tsx',
        [...BY_IMPORT, '--import', TSX],
        'src/typed.mts',
        { 'src/typed.mts': { own: 1 }, 'src/typed-lib.ts': { work: 1 } },
      ],
      [
        'a TypeScript app with --import after tsx',
        [CONDITION, '--import', TSX, '--import', 'covermain/auto'],
        'src/typed.mts',
        { 'src/typed.mts': { own: 1 }, 'src/typed-lib.ts': { work: 1 } },
      ],
      [
        'children and threads of an app with --import',
        BY_IMPORT,
        'src/parent.cjs',
        { 'src/parent.cjs': { start: 1 }, 'src/child.cjs': { work: 6 } },
      ],
    ] as const) {
      it(`measures ${title} without changing how it runs`, async () => {
        const { profile, stderr } = await runBoth(args, file);
        assert.equal(stderr, '');
        const found = Object.keys(profile.coverage());
        assert.deepEqual(Object.fromEntries(found.map((path) => [path, profile.functions(path)])), counts);
      });
    }

    it('measures with require() the files that the app requires after it, and warns about the others', async () => {
      const { profile, stderr } = await runBoth([CONDITION], 'src/required.cjs');
      assert.match(stderr, NOT_MEASURED);
      assert.deepEqual(Object.keys(profile.coverage()), ['src/lib.cjs']);
      assert.deepEqual(profile.functions('src/lib.cjs'), { work: 1 });
    });

    it('measures with require() the children and threads that the app starts after it', async () => {
      const { profile, stderr } = await runBoth([CONDITION], 'src/requires-parent.cjs');
      assert.match(stderr, NOT_MEASURED);
      assert.deepEqual(profile.functions('src/parent.cjs'), { start: 1 });
      assert.deepEqual(profile.functions('src/child.cjs'), { work: 6 });
    });

    it('measures with NODE_OPTIONS even children in directories that cannot resolve covermain', async () => {
      const { profile, stderr } = await runBoth([], 'src/elsewhere.cjs', {
        NODE_OPTIONS: BY_IMPORT.join(' '),
      });
      assert.equal(stderr, '');
      assert.deepEqual(profile.functions('src/elsewhere.cjs'), { work: 1 });
      assert.deepEqual(profile.functions('src/child.cjs'), { work: 1 });
    });

    it('warns once about each thread that options of the process prevent from being measured', async () => {
      const { profile, stderr } = await runBoth(
        [CONDITION, '--max-old-space-size=200'],
        'src/requires-parent.cjs',
      );
      const lines = stderr.split('\n').slice(1, -1);
      assert.equal(lines.length, 3, stderr);
      for (const line of lines)
        assert.match(
          line,
          /^covermain: A worker thread is not measured: threads do not accept the options --/,
        );
      assert.deepEqual(profile.functions('src/child.cjs'), { work: 4 });
    });

    it('measures with --import threads that do not accept the options of the process', async () => {
      const { profile, stderr } = await runBoth(
        [...BY_IMPORT, '--max-old-space-size=200'],
        'src/requires-parent.cjs',
      );
      assert.equal(stderr, '');
      // Node does not run --import preloads in workers that start from source text.
      assert.deepEqual(profile.functions('src/child.cjs'), { work: 5 });
    });

    it('measures with a blank import the files that are loaded later, and warns about the others', async () => {
      const { profile, stderr } = await runBoth([CONDITION], 'src/blank.mjs');
      assert.match(stderr, NOT_MEASURED);
      assert.deepEqual(Object.keys(profile.coverage()), ['src/late.mjs']);
      assert.deepEqual(profile.functions('src/late.mjs'), { late: 1 });
    });

    it('names --import if every file was loaded before it', async () => {
      const late = makeProject({ 'package.json': '{}', 'src/late.cjs': "require('covermain/auto');" });
      try {
        await outcomeOf(startNode(late, [CONDITION, 'src/late.cjs'], { COVERAGE_HTTP_PORT: '0' }));
        const [run] = readdirSync(late.path('coverage-data'));
        for (const inputs of [[], [`coverage-data/${run}`]]) {
          const { code, stderr } = await outcomeOf(startCovermain(late, ['func', ...inputs]));
          assert.notEqual(code, 0);
          assert.match(
            stderr,
            /No profile found in .* before covermain\/auto\. .* node --conditions=covermain --import covermain\/auto\n$/,
          );
        }
        const { stdout } = await outcomeOf(startCovermain(late, ['doctor']));
        assert.match(stdout, /warning +loading +src\/late\.cjs is not measured because it was loaded before/);
        assert.doesNotMatch(stdout, /no file that ran was measured/, 'patterns of .nycrc are not the reason');
      } finally {
        late.remove();
      }
    });

    it('runs the app unmeasured if a setting is invalid, and warns once', async () => {
      const { profile, stderr } = await runBoth(BY_IMPORT, 'src/module.mjs', { COVERAGE_HTTP_PORT: 'none' });
      assert.match(stderr, /^covermain: Nothing is measured: Invalid COVERAGE_HTTP_PORT "none": .*\n$/);
      assert.equal(existsSync(project.path(profile.directory)), false);
    });

    /** Starts an app that has an agent, a port and three hits. */
    async function startServedApp(
      env: Readonly<Record<string, string>>,
      args: readonly string[] = [...BY_IMPORT, 'src/served.cjs'],
    ): Promise<Program & { readonly url: string }> {
      const program = startNode(project, args, { COVER_FLUSH: 'off', ...env });
      await program.printed(/ready/);
      program.type('xxx');
      await program.printed(/hits 3\n/);
      return { ...program, url: await urlOf(await agentOf(project, program)) };
    }

    it('serves HTTP while the app runs', async () => {
      const port = await freePort();
      const program = await startServedApp({ COVERAGE_HTTP_PORT: `${port}`, COVER_DIR: 'data/served' });
      assert.equal(program.url, `http://127.0.0.1:${port}`);
      const response = await fetch(`${program.url}/v1/cover/dump`, { method: 'POST' });
      const { dumps } = (await response.json()) as { readonly dumps: readonly Dump[] };
      assert.deepEqual(
        dumps.map(({ pid }) => pid),
        [program.pid],
      );
      assert.equal(profileIn(project, 'data/served').functions('src/served.cjs').hit, 3);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stderr(), '');
    });

    it('names --import if the profile of a process has no file, because all were loaded before it', async () => {
      const program = await startServedApp({ COVERAGE_HTTP_PORT: '0', COVER_DIR: 'data/empty' }, [
        CONDITION,
        'src/late-agent.cjs',
      ]);
      await outcomeOf(startCovermain(project, ['dump', '--pid', `${program.pid}`]));
      const { stderr } = await outcomeOf(startCovermain(project, ['func', 'data/empty']));
      assert.match(
        stderr,
        /^covermain: No measured file in data\/empty\. .* --conditions=covermain --import covermain\/auto\n$/,
      );
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
    });

    it('is listed once while it has loaded no measured file', async () => {
      const program = await startServedApp({ COVERAGE_HTTP_PORT: '0', COVER_DIR: 'data/late' }, [
        CONDITION,
        'src/late-agent.cjs',
      ]);
      const { stdout } = await outcomeOf(startCovermain(project, ['list', '--json']));
      const processes = JSON.parse(stdout) as ListDocument;
      assert.deepEqual(
        processes.map(({ pid, http, counts }) => [pid, http, counts.files]),
        [[program.pid, program.url, 0]],
      );
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
    });

    it('serves on port 7777 and writes to coverage-data by default', () => {
      // The test only describes the run, because the port may be taken on this machine.
      const description = execFileSync(
        process.execPath,
        [`${REPOSITORY}/dist/src/auto/describe-auto-run.js`],
        {
          cwd: project.root,
          encoding: 'utf8',
          env: { PATH: process.env.PATH },
        },
      );
      const { context, warnings } = JSON.parse(description) as RunDescription;
      assert.deepEqual(warnings, []);
      const { controls, directory } = JSON.parse(context ?? '') as RunContext;
      assert.deepEqual(controls.http, { port: 7777, host: '127.0.0.1', token: null, needsToken: false });
      assert.match(directory, new RegExp(`^${project.root}/coverage-data/[\\dTZ-]+$`));
    });

    it('starts no run for a command of covermain that inherits NODE_OPTIONS', async () => {
      const NODE_OPTIONS = '--conditions=covermain --import covermain/auto';
      const env = { NODE_OPTIONS, COVER_DIR: 'data/own-command', COVERAGE_HTTP_PORT: '0', COVER_LOG: 'info' };
      const command = startCovermain(project, ['list', '--json'], { env });
      const { code, stdout, stderr } = await outcomeOf(command);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      assert.ok(!stdout.includes(`"pid":${command.pid}`), stdout);
      assert.equal(existsSync(project.path('data/own-command')), false);
    });

    it('serves counts from memory if the profile directory cannot be created', async () => {
      const program = await startServedApp({
        COVERAGE_HTTP_PORT: '0',
        COVER_DIR: 'package.json/below-a-file',
      });
      const headers = { accept: 'application/json' };
      const response = await fetch(`${program.url}/v1/cover/profile`, { headers });
      const profile = (await response.json()) as Readonly<Record<string, FileCoverageData>>;
      assert.deepEqual(Object.keys(profile), [project.path('src/served.cjs')]);
      const [counts] = Object.values(profile).map(functionsOf);
      assert.equal(counts?.hit, 3);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stdout().endsWith('hits 3\n'), true);
      // One warning is about the profile, the other about the run log.
      assert.match(program.stderr(), /^(covermain: .*ENOTDIR.*\n){2}$/);
      assert.match(program.stderr(), /Counts that are not written before the process ends are lost\.$/m);
      assert.match(program.stderr(), /The report may not list all files and processes that lost counts\.$/m);
    });
  });
});
