/** `covermain init` asks on a terminal only, and never leaves a project half changed. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  start,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import {
  type Files,
  makeBareProject,
  makeScratchProject,
  type Project,
  REPOSITORY,
} from '../support/project.js';

const APP: Files = {
  'package.json': '{\n  "scripts": { "start": "node server.js", "dev": "node dev.js" }\n}\n',
  'server.js': 'start();\nfunction start() {}\n',
  'dev.js': 'start();\nfunction start() {}\n',
};
const NEW_FILES = ['test-manual', '.nycrc', '.gitignore'];
const ENTER = '\r';
const DOWN = '\u001b[B';

describe('covermain init on a terminal', function () {
  this.timeout(30_000);
  let project: Project;

  beforeEach(() => {
    project = makeBareProject(APP);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const open = (...args: readonly string[]) => startInTerminal(project, `covermain init ${args.join(' ')}`);

  it('asks which module starts the app, and writes after a second question', async () => {
    const program = open();
    await program.printed(/Which module starts the app\?[\s\S]*server\.js[\s\S]*dev\.js/);
    program.type(DOWN);
    await program.printed(/❯ dev\.js/);
    program.type(ENTER);
    await program.printed(/Write these changes\?/);
    assertUntouched(project);
    program.type(ENTER);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(readFileSync(project.path('test-manual/main.js'), 'utf8'), /require\('\.\.\/dev\.js'\)/);
  });

  it('writes nothing if the answer is no', async () => {
    const program = open('--entry', 'server.js');
    await program.printed(/Write these changes\?/);
    program.type(`n${ENTER}`);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /covermain: Nothing was written\.\s*$/);
    assertUntouched(project);
  });

  it('asks again after an answer that is neither yes nor no', async () => {
    const program = open('--entry', 'server.js');
    await program.printed(/Write these changes\?/);
    program.type(`quit${ENTER}`);
    await program.printed(/Answer yes or no/);
    assertUntouched(project);
    program.type(`no${ENTER}`);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /covermain: Nothing was written\.\s*$/);
    assertUntouched(project);
  });

  for (const [question, args] of [
    ['Which module starts the app?', []],
    ['Write these changes?', ['--entry', 'server.js']],
  ] as const) {
    it(`exits with 130 and writes nothing after Ctrl+C at "${question}"`, async () => {
      const program = open(...args);
      await program.printed(new RegExp(question.replace('?', '\\?')));
      program.type(CTRL_C);
      assert.equal(await program.exitCode, 130, program.output());
      assert.doesNotMatch(program.output(), /ExitPromptError|SIGINT/);
      assertUntouched(project);
    });
  }

  it('asks nothing with --yes, and takes the module that start starts', async () => {
    const program = open('--yes');
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /\?/);
    assert.match(program.output(), /Other modules may start the app: dev\.js/);
    assert.match(readFileSync(project.path('test-manual/main.js'), 'utf8'), /server\.js/);
  });
});

describe('covermain init in a project without covermain', function () {
  this.timeout(30_000);
  const COVERMAIN = join(REPOSITORY, 'bin/covermain.js');
  let project: Project;

  beforeEach(() => {
    // Instead of npm, which would need the registry.
    const npm =
      '#!/bin/sh\necho "npm got $*"\ncase $FAIL in 1) exit 7;; esac\nmkdir -p node_modules/covermain\n';
    project = makeScratchProject({ ...APP, 'tools/npm': npm });
    chmodSync(project.path('tools/npm'), 0o755);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const environment = (more: Readonly<Record<string, string>> = {}) => ({
    PATH: `${project.path('tools')}:${process.env.PATH}`,
    ...more,
  });
  const init = (args: readonly string[], more?: Readonly<Record<string, string>>) =>
    start(project, COVERMAIN, ['init', ...args], { env: environment(more) });

  it('names the command that installs it', async () => {
    const program = await ended(init(['--yes']), 0);
    assert.match(
      program.stdout(),
      /^Next:\n {2}npm install --save-dev covermain\n {2}MANUAL_INTEGRATION=1 npm run/m,
    );
    assert.equal(program.stderr(), '');
  });

  it('installs it with --install', async () => {
    const program = await ended(init(['--yes', '--install', '--json']), 0);
    assert.equal(program.stderr(), 'npm got install --save-dev covermain\n');
    assert.deepEqual(JSON.parse(program.stdout()).next, ['MANUAL_INTEGRATION=1 npm run cover:manual']);
    assert.equal((await ended(init(['--install']), 0)).stderr(), '');
  });

  it('keeps the files and exits with 1 if the package manager fails', async () => {
    const program = await ended(init(['--yes', '--install'], { FAIL: '1' }), 1);
    assert.match(
      program.stderr(),
      /^covermain: `npm install --save-dev covermain` failed with exit code 7\.$/m,
    );
    assert.match(program.stdout(), /^Next:\n {2}npm install --save-dev covermain$/m);
    assert.ok(existsSync(project.path('test-manual/main.js')));
  });

  it('asks on a terminal, and Ctrl+C there keeps the files', async () => {
    const line = `exec ${COVERMAIN} init --entry server.js`;
    const env = { ...environment(), SHELL: '/bin/sh' };
    const program = start(project, 'script', ['-qfec', line, '/dev/null'], { env });
    await program.printed(/Write these changes\?/);
    program.type(ENTER);
    await program.printed(/Install covermain \(npm install --save-dev covermain\)\?/);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 130, program.output());
    assert.doesNotMatch(program.output(), /npm got|Nothing was written/);
    assert.ok(existsSync(project.path('test-manual/main.js')));
  });
});

describe('covermain init without a terminal', function () {
  this.timeout(30_000);
  let project: Project;

  beforeEach(() => {
    project = makeBareProject(APP);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const init = (...args: readonly string[]) => startCovermain(project, ['init', ...args]);

  it('shows the changes, writes nothing, and exits with 1', async () => {
    const program = await ended(init(), 1);
    assert.match(program.stdout(), /^\+ {4}"cover:manual": "covermain manual"|^\+.*cover:manual/m);
    assert.match(
      program.stderr(),
      /^covermain: Nothing was written, because there is no terminal to ask on\. .*--yes/,
    );
    assertUntouched(project);
  });

  it('exits with 0 after --dry-run', async () => {
    const program = await ended(init('--dry-run'), 0);
    assert.equal(program.stderr(), 'covermain: Nothing was written.\n');
    assertUntouched(project);
  });

  it('prints one document with --json', async () => {
    const shown = JSON.parse((await ended(init('--json'), 1)).stdout());
    assert.deepEqual(
      { app: shown.app, changes: shown.changes, written: shown.written },
      {
        app: {
          kind: 'script',
          entry: 'server.js',
          start: 'load',
          language: 'JavaScript',
          moduleSystem: 'CommonJS',
        },
        changes: ['test-manual/main.js', 'package.json', '.nycrc', '.gitignore'],
        written: false,
      },
    );
    const written = JSON.parse((await ended(init('--json', '--yes'), 0)).stdout());
    assert.equal(written.written, true);
    const again = JSON.parse((await ended(init('--json'), 0)).stdout());
    assert.deepEqual({ app: again.app, changes: again.changes }, { app: null, changes: [] });
  });

  it('keeps what the project has, and reports it', async () => {
    mkdirSync(project.path('test-manual'));
    writeFileSync(project.path('test-manual/cart.ts'), '// mine\n');
    writeFileSync(project.path('nyc.config.cjs'), "module.exports = { 'report-dir': 'reports/nyc' };\n");
    writeFileSync(project.path('.gitignore'), 'node_modules\r\n/coverage-data\r\n.nyc*');
    writeFileSync(project.path('package.json'), '{ "scripts": { "cover:manual": "mine" } }');
    const program = await ended(init('--yes'), 0);
    assert.match(
      program.stdout(),
      /^Kept as it is: test-manual\/cart\.ts, the script "cover:manual", nyc\.config\.cjs$/m,
    );
    assert.match(program.stdout(), /^Wrote \.gitignore$/m);
    assert.equal(
      readFileSync(project.path('.gitignore'), 'utf8'),
      'node_modules\r\n/coverage-data\r\n.nyc*\r\n.covermain/\r\nreports/nyc/\r\n',
    );
    await ended(init(), 0);
  });

  it('undoes what it has written if a file cannot be written', async () => {
    // The directory of the harness file is the last that can fail: a file has its name.
    writeFileSync(project.path('test-manual'), '');
    const program = await ended(init('--yes'), 2);
    assert.match(program.stderr(), /^covermain: Cannot change \S*test-manual\/main\.js: /);
    assertUntouched(project, ['.nycrc', '.gitignore']);
  });

  it('refuses a read-only package.json and changes nothing', async () => {
    chmodSync(project.path('package.json'), 0o444);
    const program = await ended(init('--yes'), 2);
    assert.match(program.stderr(), /package\.json: it is read-only\. No file was changed\./);
    assertUntouched(project);
  });

  it('writes nothing through a link that leads out of the project', async () => {
    const outside = makeBareProject({ 'target.txt': 'outside\n' });
    try {
      symlinkSync(outside.path('target.txt'), project.path('.gitignore'));
      const program = await ended(init('--yes'), 2);
      assert.match(program.stderr(), /\.gitignore: it is outside of /);
      assert.equal(readFileSync(outside.path('target.txt'), 'utf8'), 'outside\n');
      assertUntouched(project, ['test-manual', '.nycrc']);
    } finally {
      outside.remove();
    }
  });

  it('keeps the mode, the indentation and CRLF of package.json', async () => {
    const text = '{\r\n\t"scripts": {\r\n\t\t"start": "node server.js"\r\n\t}\r\n}';
    writeFileSync(project.path('package.json'), text);
    chmodSync(project.path('package.json'), 0o640);
    await ended(init('--yes'), 0);
    assert.equal(
      readFileSync(project.path('package.json'), 'utf8'),
      text.replace('server.js"', 'server.js",\r\n\t\t"cover:manual": "covermain manual"'),
    );
    assert.equal(statSync(project.path('package.json')).mode & 0o777, 0o640);
  });

  const REFUSED: readonly [title: string, files: Files, args: readonly string[], said: RegExp][] = [
    [
      'a broken package.json',
      { 'package.json': '{ "scripts": {' },
      [],
      /Cannot read \S*package\.json: invalid or truncated JSON at position 14\. Fix the file\./,
    ],
    [
      'scripts that are no object',
      { 'package.json': '{ "scripts": [] }' },
      [],
      /its "scripts" is not an object/,
    ],
    [
      'a package.json with a byte order mark',
      { 'package.json': '\uFEFF{}' },
      [],
      /it starts with a byte order mark, which nyc cannot read\. Save it without the mark\./,
    ],
    [
      'a package.json with two keys "scripts"',
      { 'package.json': '{ "scripts": {}, "main": "server.js", "scripts": {} }' },
      [],
      /Cannot change \S+: it has two keys "scripts"\. Keep one of them\./,
    ],
    ['a package.json that is a list', { 'package.json': '[]' }, [], /it is not a JSON object/],
    [
      'an entry that does not exist',
      {},
      ['--entry', 'src/no\u001b[31m.ts'],
      /Invalid entry "src\/no\\u001b\[31m\.ts": expected a JavaScript or TypeScript file/,
    ],
    [
      'an entry that cannot be parsed',
      { 'server.js': 'function (' },
      ['--entry', 'server.js'],
      /Cannot read the entry server\.js: .*Fix it, or name another one/,
    ],
    ['a package that does not exist', {}, ['--package', 'nowhere'], /Invalid package "nowhere"/],
  ];

  for (const [title, files, args, said] of REFUSED) {
    it(`refuses ${title}`, async () => {
      for (const [file, text] of Object.entries(files)) writeFileSync(project.path(file), text);
      const program = await ended(init('--yes', ...args), 2);
      assert.match(program.stderr(), said);
      assert.equal(program.stdout(), '');
      assertUntouched(project, NEW_FILES, files);
    });
  }

  it('refuses a package in node_modules', async () => {
    const cwd = project.path('node_modules/other');
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'package.json'), '{ "main": "index.js" }');
    writeFileSync(join(cwd, 'index.js'), 'run();');
    const program = await ended(startCovermain(project, ['init', '--yes'], { cwd }), 2);
    assert.match(program.stderr(), /Cannot change \S+other: it is in node_modules, where npm replaces it\./);
    assert.deepEqual(readdirSync(cwd).sort(), ['index.js', 'package.json']);
  });

  it('refuses a module that starts nothing, unless it is named', async () => {
    project.remove();
    project = makeBareProject({
      'package.json': '{ "main": "app.js" }',
      'app.js': 'exports.plugin = (app) => app.listen();',
    });
    const program = await ended(init('--yes'), 2);
    assert.match(program.stderr(), /No entry in \S+: loading app\.js starts nothing\. /);
    const named = await ended(init('--yes', '--entry', 'app.js'), 0);
    assert.match(named.stdout(), /^It seems to start nothing when it is loaded\. Export a function main/m);
  });

  it('explains what to do if nothing starts an app', async () => {
    project.remove();
    project = makeBareProject({ 'package.json': '{ "scripts": { "start": "next start" } }' });
    const program = await ended(init('--yes'), 2);
    assert.match(
      program.stderr(),
      /No entry in .*covermain init --entry FILE.*covermain run -- npm run start\n/,
    );
  });

  it('names no script that does not exist', async () => {
    project.remove();
    project = makeBareProject({ 'package.json': '{ "scripts": { "test": "mocha" } }' });
    const program = await ended(init('--yes'), 2);
    assert.match(program.stderr(), /covermain run -- COMMAND\n/);
  });

  it('lists the apps that scripts such as start:api start', async () => {
    project.remove();
    project = makeBareProject({
      'package.json': JSON.stringify({
        scripts: { 'start:api': 'node src/api.js', 'start:worker': 'node --env-file=.env src/worker.js' },
      }),
      'src/api.js': "require('node:http').createServer().listen(0);",
      'src/worker.js': 'setInterval(() => {}, 1000);',
      '.env': 'A=1',
    });
    const shown = await ended(init('--dry-run'), 0);
    assert.match(shown.stdout(), /src\/api\.js, started by `node src\/api\.js` \(script "start:api"\)/);
    assert.match(
      shown.stdout(),
      /Other modules may start the app: src\/worker\.js\. Name one with --entry\./,
    );
    const program = startInTerminal(project, 'covermain init');
    await program.printed(/Which module starts the app\?[\s\S]*src\/api\.js[\s\S]*src\/worker\.js/);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 130, program.output());
    const worker = await ended(init('--dry-run', '--entry', 'src/worker.js'), 0);
    assert.match(worker.stdout(), /loadEnvFile/);
  });
});

async function ended(program: Program, code: number): Promise<Program> {
  assert.equal(await program.exitCode, code, program.output());
  return program;
}

/** Fails if `init` has created or changed a file. */
function assertUntouched(
  { path, root }: Project,
  created: readonly string[] = NEW_FILES,
  files: Files = {},
): void {
  for (const file of created) assert.equal(existsSync(join(root, file)), false, file);
  assert.equal(readFileSync(path('package.json'), 'utf8'), files['package.json'] ?? APP['package.json']);
}
