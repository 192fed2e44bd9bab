/** The command `inject`: which files it changes, what it prints, and how injected programs run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf, profileIn, startNode } from '../../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../../support/project.js';
import { onceIn, onceRemoved, onceThere } from '../../support/wait-for-files.js';

const TSX = ['--import', `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`];

const PLAIN = 'export function main() {\n  console.log(1);\n}\n';

/** Body of a main that calls `work` for each letter that it reads. */
const BODY = (load: string) => `{
  const { work } = ${load};
  process.on('newListener', (name) => name === 'SIGUSR2' && console.log('listens'));
  process.stdin.on('data', (text) => {
    for (const _ of String(text)) work();
    console.log('worked', text.length);
  });
  process.stdin.on('end', () => console.log('ended'));
  console.log('ready');
}`;

const WORK = 'function work() {}\n';

/** Programs by the name of their main module: how Node runs it, and the module that it loads when main runs. */
const PROGRAMS = {
  'src/main.mjs': { args: [], work: 'src/work.mjs' },
  'src/main.cjs': { args: [], work: 'src/work.cjs' },
  'src/main.ts': { args: TSX, work: 'src/work.cts' },
  'src/main.mts': { args: TSX, work: 'src/work.mjs' },
} as const;

const FILES = {
  'package.json': '{}',
  'src/work.mjs': `export ${WORK}`,
  'src/work.cjs': `exports.work = work;\n${WORK}`,
  'src/service.cjs':
    "#!/usr/bin/env node\n/* Copyright (c) A */\n\nconst { work } = require('./work.cjs');\nfunction main() { work(); }\nmain();\n",
  'src/work.cts': `exports.work = work;\n${WORK}`,
  'src/main.mjs': `export async function main() ${BODY("await import('./work.mjs')")}\n\nawait main();\n`,
  'src/main.cjs': `'use strict'\n\nexports.main = () => ${BODY("require('./work.cjs')")}\n\nexports.main()\n`,
  'src/main.ts': `export async function main(): Promise<void> ${BODY("await import('./work.cjs')")}\n\nvoid main();\n`,
  'src/main.mts': `export default { async main(): Promise<void> ${BODY("await import('./work.mjs')")} };\n`,
};

/** Printed for ES modules. */
const NOTE =
  'covermain: a.mjs and the files that it imports statically are loaded before covermain/auto, so they are not measured. ' +
  'To measure every file: node --conditions=covermain --import covermain/auto\n';

describe('covermain inject', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ ...FILES, 'a.mjs': PLAIN, 'b.mjs': PLAIN });
    // A default export is called by the program that imports it.
    writeFileSync(
      project.path('src/main.mts'),
      `${FILES['src/main.mts']}import app from './main.mjs';\nawait app.main();\n`,
    );
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const text = (file: string) => readFileSync(project.path(file), 'utf8');

  async function inject(...args: readonly string[]) {
    const { code, stdout, stderr } = await outcomeOf(startCovermain(project, ['inject', ...args]));
    return { code, stdout, stderr };
  }

  /** Returns all files outside of node_modules with their modes and texts. */
  function snapshot(): readonly unknown[] {
    return readdirSync(project.root, { recursive: true, withFileTypes: true })
      .filter(({ parentPath, name }) => !join(parentPath, name).includes('node_modules'))
      .map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        const stats = lstatSync(path);
        return [path, stats.mode, stats.isFile() ? readFileSync(path, 'utf8') : undefined];
      });
  }

  it('changes all files, then none, and restores them byte for byte', async () => {
    const before = snapshot();
    const files = ['a.mjs', 'src/main.cjs', 'a.mjs'];
    assert.deepEqual(await inject('--snippet', 'trigger-file', ...files), {
      code: 0,
      stdout: '',
      stderr: `covermain: Changed a.mjs\ncovermain: Changed src/main.cjs\n${NOTE}`,
    });
    assert.match(
      text('a.mjs'),
      /^import 'covermain\/auto'; \/\/ covermain inject [0-9a-f]{8}\nexport function main/,
    );
    assert.match(
      text('src/main.cjs'),
      /^'use strict'\nrequire\('covermain\/auto'\); \/\/ .*\n\nexports\.main = \(\) => \{\n {2}void import/,
    );
    const injected = snapshot();
    const again = await inject('--snippet', 'trigger-file', ...files);
    assert.match(again.stderr, /a\.mjs is unchanged: it has the code already\n.*main\.cjs is unchanged/);
    assert.deepEqual(snapshot(), injected);
    const removed = await inject('--remove', ...files, 'b.mjs');
    assert.equal(removed.code, 0);
    assert.match(
      removed.stderr,
      /Restored a\.mjs\n.*Restored src\/main\.cjs\n.*b\.mjs is unchanged: it contains no injected code/,
    );
    assert.deepEqual(snapshot(), before);
  });

  it('names --import for ES modules only, and only for covermain/auto', async () => {
    const { stderr } = await inject('src/main.cjs');
    assert.equal(stderr, 'covermain: Changed src/main.cjs\n');
    assert.equal((await inject('a.mjs')).stderr, `covermain: Changed a.mjs\n${NOTE}`);
    assert.equal((await inject('--import', './own.js', 'b.mjs')).stderr, 'covermain: Changed b.mjs\n');
    assert.equal((await inject('--remove', 'a.mjs')).stderr, 'covermain: Restored a.mjs\n');
  });

  it('with --check lists files that would change, and exits with 1', async () => {
    await inject('a.mjs');
    const before = snapshot();
    assert.deepEqual(await inject('--check', 'a.mjs', 'b.mjs'), { code: 1, stdout: 'b.mjs\n', stderr: '' });
    assert.deepEqual(await inject('--check', 'a.mjs'), { code: 0, stdout: '', stderr: '' });
    assert.deepEqual(await inject('--check', '--remove', 'a.mjs', 'b.mjs'), {
      code: 1,
      stdout: 'a.mjs\n',
      stderr: '',
    });
    assert.deepEqual(snapshot(), before);
  });

  it('with --dry-run prints a unified diff of all files', async () => {
    const before = snapshot();
    const { code, stdout, stderr } = await inject('--dry-run', 'a.mjs', './src/../b.mjs');
    assert.deepEqual([code, stderr], [0, '']);
    const diff = (file: string) =>
      `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n@@ -1,3 +1,4 @@\n` +
      `+import 'covermain/auto'; // covermain inject #\n export function main() {\n   console.log(1);\n }\n`;
    assert.equal(stdout.replace(/[0-9a-f]{8}$/gm, '#'), diff('a.mjs') + diff('b.mjs'));
    assert.deepEqual(snapshot(), before);
  });

  it('with --dry-run prints what git apply accepts', async () => {
    const file = project.path('b.mjs');
    writeFileSync(file, `\uFEFF${PLAIN.replaceAll('\n', '\r\n').trimEnd()}`);
    const { stdout } = await inject('--dry-run', '--snippet', 'trigger-file', 'a.mjs', 'b.mjs');
    const { status, stderr } = spawnSync('git', ['apply'], {
      cwd: project.root,
      input: stdout,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    const applied = snapshot();
    assert.deepEqual(await inject('--check', '--snippet', 'trigger-file', 'a.mjs', 'b.mjs'), {
      code: 0,
      stdout: '',
      stderr: '',
    });
    await inject('--remove', 'a.mjs', 'b.mjs');
    await inject('--snippet', 'trigger-file', 'a.mjs', 'b.mjs');
    assert.deepEqual(snapshot(), applied);
  });

  it('with --dry-run in a subdirectory of a repository prints what git apply accepts there', async () => {
    const git = (...args: readonly string[]) =>
      spawnSync('git', args, { cwd: project.path('src'), encoding: 'utf8' });
    git('init', '--quiet', project.root);
    writeFileSync(project.path('src/c.mjs'), PLAIN);
    const args = ['inject', '--dry-run', 'c.mjs'];
    const { stdout } = await outcomeOf(startCovermain(project, args, { cwd: project.path('src') }));
    writeFileSync(project.path('changes.diff'), stdout);
    const { status, stderr } = git('apply', '../changes.diff');
    assert.equal(status, 0, stderr);
    assert.match(text('src/c.mjs'), /covermain\/auto/);
  });

  it('with --check and --dry-run prints the diff and exits with 1', async () => {
    const { code, stdout } = await inject('--check', '--dry-run', 'a.mjs');
    assert.equal(code, 1);
    assert.match(stdout, /^diff --git/);
  });

  it('inserts a snippet of the user, and the import that it is asked for', async () => {
    writeFileSync(project.path('snippet.ts'), "import { hello } from './hello.js';\nhello('now');\n");
    const { code } = await inject(
      '--snippet',
      'snippet.ts',
      '--import',
      './auto.js',
      '--function',
      'main',
      'a.mjs',
    );
    assert.equal(code, 0);
    assert.equal(
      text('a.mjs').replace(/[0-9a-f]{8}$/gm, '#'),
      "import './auto.js'; // covermain inject #\nimport { hello } from './hello.js'; // covermain inject #\n" +
        "export function main() {\n  hello('now'); // covermain inject #\n  console.log(1);\n}\n",
    );
  });

  it('names COVER_TRIGGER_FILE if no function can get the trigger file', async () => {
    const alternative =
      'Or inject no snippet, and start the program with COVER_TRIGGER_FILE=generate_coverage.\n';
    const before = snapshot();
    const watching = await inject('--snippet', 'trigger-file', 'src/work.mjs');
    assert.equal(watching.code, 2);
    assert.match(watching.stderr, /Name a function that runs once, at the start, with --function\. /);
    assert.ok(watching.stderr.endsWith(` ${alternative}`), watching.stderr);
    const listening = await inject('--snippet', 'signal', 'src/work.mjs');
    assert.equal(watching.stderr, listening.stderr.replace(/\n$/, ` ${alternative}`));
    assert.deepEqual(snapshot(), before);
  });

  it('prefers a file to the shipped snippet of the same name', async () => {
    writeFileSync(project.path('signal'), 'own();\n');
    await inject('--snippet', 'signal', 'a.mjs');
    assert.match(text('a.mjs'), /\n {2}own\(\); \/\/ covermain inject/);
  });

  for (const args of [
    ['-filename', 'a.mjs', '-pkg', './auto.js', '-injectfile', 'signal'],
    ['-filename=a.mjs', '-pkg=./auto.js', '-injectfile=signal'],
    ['--filename', 'a.mjs', '--pkg', './auto.js', '--injectfile', 'signal'],
    ['--injectfile=signal', '--pkg=./auto.js', '--filename=a.mjs'],
    ['-pkg', './auto.js', '--snippet', 'signal', 'a.mjs'],
  ])
    it(`understands ${args.join(' ')}`, async () => {
      assert.equal((await inject(...args)).code, 0);
      assert.match(
        text('a.mjs'),
        /^import '\.\/auto\.js';.*\n.*\n.*watchForSignalAndDumpCoverage\('SIGUSR2'\)/,
      );
    });

  it('accepts -filename several times, and a file whose name looks like a flag', async () => {
    writeFileSync(project.path('-pkg'), '#!/usr/bin/env node\n');
    assert.equal((await inject('-filename=a.mjs', '-filename=b.mjs', '--', '-pkg')).code, 0);
    for (const file of ['a.mjs', 'b.mjs', '-pkg']) assert.match(text(file), /covermain\/auto/);
  });

  it('refuses options that do not go together, and missing files', async () => {
    const removing = await inject('--remove', '--snippet', 'signal', 'a.mjs');
    assert.equal(removing.code, 2);
    assert.match(removing.stderr, /'--snippet <file>' cannot be used with option '--remove'/);
    for (const files of [[], [''], ['a.mjs', '']])
      assert.deepEqual(await inject('--check', ...files), {
        code: 2,
        stdout: '',
        stderr: "covermain: missing required argument 'files'\nsee `covermain inject --help`\n",
      });
  });

  it('keeps a file as it was when it cannot be written', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = snapshot();
    // A file of the process may not be larger than 0 bytes.
    const limited = startNode(project, [
      '-e',
      `
      const { spawnSync } = require('node:child_process');
      const command = 'ulimit -f 0; trap "" XFSZ; exec node_modules/.bin/covermain inject a.mjs b.mjs';
      const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
      console.log(status, stderr);`,
    ]);
    assert.equal(await limited.exitCode, 0);
    assert.match(
      limited.stdout(),
      /^1 covermain: Cannot write .*a\.mjs: EFBIG.* No file was changed\. Check/,
    );
    assert.deepEqual(snapshot(), before);
  });

  describe('an injected program', () => {
    const env = { COVER_FLUSH: 'off', COVER_SIGNAL: 'off', COVER_DIR: 'data', COVERAGE_HTTP_PORT: '0' };

    const startInjected = (main: keyof typeof PROGRAMS, ...args: readonly string[]): Program =>
      startNode(project, [...args, ...PROGRAMS[main].args, main], env);

    async function work(program: Program, letters: string): Promise<void> {
      program.type(letters);
      await program.printed(new RegExp(`worked ${letters.length}\\n`));
    }

    for (const [main, { work: measured }] of Object.entries(PROGRAMS)) {
      const file = main as keyof typeof PROGRAMS;

      it(`${main} writes its profile when the trigger file is created`, async () => {
        assert.equal((await inject('--snippet', 'trigger-file', main)).code, 0);
        const program = startInjected(file, '--conditions=covermain');
        await program.printed(/ready/);
        for (const [letters, count] of [
          ['xx', 2],
          ['xxx', 5],
        ] as const) {
          await work(program, letters);
          writeFileSync(project.path('generate_coverage'), '');
          await onceRemoved(project.path('generate_coverage'));
          assert.equal(profileIn(project, 'data').functions(measured).work, count);
        }
        program.endInput();
        await program.printed(/ended/);
        assert.equal(await program.exitCode, 0, program.output());
      });

      it(`${main} writes its profile when it receives the signal`, async () => {
        assert.equal((await inject('--snippet', 'signal', main)).code, 0);
        const program = startInjected(file, '--conditions=covermain');
        await program.printed(/listens/);
        await work(program, 'xxx');
        process.kill(program.pid, 'SIGUSR2');
        await onceThere(project.path('data'));
        const profile = profileIn(project, 'data');
        const isWritten = () => {
          const { profiles } = profile.read();
          return (profiles.length > 0 && profile.functions(measured).work === 3) || undefined;
        };
        await onceIn(project.path('data'), isWritten);
        program.endInput();
        assert.equal(await program.exitCode, 0, program.output());
      });

      for (const snippet of ['trigger-file', 'signal'])
        it(`${main} with ${snippet} runs as before without the condition`, async () => {
          const run = () =>
            outcomeOf(startInjected(file), async (program) => {
              await program.printed(/ready/);
              await work(program, 'xx');
              program.endInput();
            });
          const before = await run();
          assert.equal((await inject('--snippet', snippet, main)).code, 0);
          assert.deepEqual(await run(), before);
          assert.deepEqual(before, { code: 0, signal: null, stdout: 'ready\nworked 2\nended\n', stderr: '' });
        });
    }

    it('writes its profile on the trigger file under covermain run, too', async () => {
      await inject('--snippet', 'trigger-file', 'src/main.mjs');
      const args = ['run', '--no-report', '--dir', 'data', '--', process.execPath, 'src/main.mjs'];
      const program = startCovermain(project, args, { env });
      await program.printed(/ready/);
      await work(program, 'xx');
      writeFileSync(project.path('generate_coverage'), '');
      await onceRemoved(project.path('generate_coverage'));
      assert.equal(profileIn(project, 'data').functions('src/work.mjs').work, 2);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
    });

    it('is measured itself if covermain is loaded first', async () => {
      await inject('--snippet', 'trigger-file', 'src/main.mjs');
      const program = startInjected('src/main.mjs', '--conditions=covermain', '--import', 'covermain/auto');
      await program.printed(/ready/);
      await work(program, 'xx');
      writeFileSync(project.path('generate_coverage'), '');
      await onceRemoved(project.path('generate_coverage'));
      assert.equal(profileIn(project, 'data').functions('src/main.mjs').main, 1);
      assert.equal(profileIn(project, 'data').functions('src/work.mjs').work, 2);
      program.endInput();
      assert.equal(await program.exitCode, 0, program.output());
    });

    it('measures in CommonJS the files that the program requires at its start', async () => {
      const before = text('src/service.cjs');
      assert.deepEqual(await inject('src/service.cjs'), {
        code: 0,
        stdout: '',
        stderr: 'covermain: Changed src/service.cjs\n',
      });
      const args = ['--conditions=covermain', 'src/service.cjs'];
      const { code, stdout } = await outcomeOf(startNode(project, args, env));
      assert.deepEqual({ code, stdout }, { code: 0, stdout: '' });
      assert.deepEqual(Object.keys(profileIn(project, 'data').coverage()), ['src/work.cjs']);
      assert.deepEqual(profileIn(project, 'data').functions('src/work.cjs'), { work: 1 });
      assert.match((await inject('src/service.cjs')).stderr, /is unchanged: it has the code already/);
      await inject('--remove', 'src/service.cjs');
      assert.equal(text('src/service.cjs'), before);
    });

    it('still ends by the signal if it is not measured', async () => {
      await inject('--snippet', 'signal', 'src/main.mjs');
      const program = startInjected('src/main.mjs');
      await program.printed(/ready/);
      await work(program, 'x');
      process.kill(program.pid, 'SIGUSR2');
      assert.deepEqual(await program.ended, { code: null, signal: 'SIGUSR2' });
    });
  });
});
