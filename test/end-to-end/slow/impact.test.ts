/** `covermain impact`: real sessions of a server, and real changes in a Git repository. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type GitFolder, gitFolder } from '../../support/git.js';
import { agentOf } from '../../support/live-agents.js';
import { killLeftPrograms, type ProgramOptions, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

/** Program that calls the function named by each line of its input. */
const APP = `import { connect } from './database.js';
import * as acts from './acts.js';
import './settings.js';

connect();
process.stdin.on('data', (typed) => {
  for (const name of String(typed).trim().split('\\n')) { acts[name](); console.log('done ' + name); }
});
console.log('ready ' + process.pid + '.');
`;

const FILES = {
  'src/app.js': APP,
  'src/acts.js': `import { priceOf } from './price.js';

export function cart() {
  return priceOf(2);
}

export function pay() {
  return priceOf(3) + cart();
}

/** Logs in. */
export function login(name = 'Ada') {
  return name;
}
`,
  'src/price.js':
    'export const priceOf = (amount) => {\n  return amount * 2;\n};\n\nexport function unused() {\n  return 1;\n}\n',
  'src/database.js': 'export function connect() {\n  return true;\n}\n',
  'src/settings.js': 'export const settings = { a: 1 };\n',
  'src/never.js': 'export const never = 1;\n',
  'README.md': '# Shop\n',
  '.gitignore': 'node_modules\ncoverage\ncoverage-data\n.covermain\n',
};

/** Ignores the Git configuration of the tests' environment. */
const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

const TESTS = ['cart', 'log in', 'pay'];

describe('covermain impact', () => {
  let project: Project;
  let repository: GitFolder;

  before(async function () {
    this.timeout(120_000);
    project = makeProject(FILES);
    repository = gitFolder(project.root);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit();
    await measure();
  });

  afterEach(() => {
    repository.git('checkout', '--quiet', '--force', 'main');
    repository.git('clean', '--quiet', '--force', '-d');
    rmSync(project.path('coverage-data/plain'), { recursive: true, force: true });
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Records the tests in one run. */
  async function measure(): Promise<void> {
    const program = startCovermain(project, ['run', '--', 'node', 'src/app.js']);
    const [, pid] = await program.printed(/ready (\d+)\./);
    await agentOf(project, program, Number(pid));
    let done = 0;
    for (const [name, act] of [
      ['cart', 'cart'],
      ['pay', 'pay'],
      ['log in', 'login'],
    ] as const) {
      await succeed('session', 'start', name);
      program.type(`${act}\n`);
      done += 1;
      await program.printed(new RegExp(`(done[^]*){${done}}`));
      await succeed('session', 'end', name);
    }
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  }

  async function succeed(...args: readonly string[]): Promise<void> {
    const program = startCovermain(project, args);
    assert.equal(await program.exitCode, 0, program.output());
  }

  const edit = (file: string, from: string, to: string) => {
    const text = FILES[file as keyof typeof FILES];
    assert.ok(text.includes(from));
    writeFileSync(
      project.path(file),
      text.replace(from, () => to),
    );
  };

  async function impact(args: readonly string[] = [], options: ProgramOptions = {}) {
    const program = startCovermain(project, ['impact', '--base', 'main', ...args], { env, ...options });
    return { exitCode: await program.exitCode, stdout: program.stdout(), stderr: program.stderr() };
  }

  /** Returns the selected tests. */
  async function selected(...args: readonly string[]): Promise<readonly string[]> {
    const { exitCode, stdout, stderr } = await impact(args);
    assert.equal(exitCode, 0, stderr);
    return stdout.split('\n').slice(0, -1);
  }

  it('selects no test without a change', async () => {
    const { exitCode, stdout, stderr } = await impact();
    assert.deepEqual([exitCode, stdout], [0, '']);
    assert.match(stderr, /^covermain: 0 of 3 recorded tests selected since main$/m);
  });

  it('selects the tests that executed a changed function', async () => {
    edit('src/acts.js', 'priceOf(3)', 'priceOf(4)');
    assert.deepEqual(await selected(), ['pay']);
    edit('src/acts.js', 'priceOf(2)', 'priceOf(4)');
    assert.deepEqual(await selected(), ['cart', 'pay']);
    edit('src/acts.js', "'Ada'", "'Bob'");
    assert.deepEqual(await selected(), ['log in']);
  });

  it('selects the same tests for committed, staged and uncommitted changes', async () => {
    repository.git('checkout', '--quiet', '-b', 'feature');
    edit('src/price.js', 'amount * 2', 'amount * 3');
    assert.deepEqual(await selected(), ['cart', 'pay']);
    repository.git('add', '--all');
    assert.deepEqual(await selected(), ['cart', 'pay']);
    repository.commit();
    assert.deepEqual(await selected(), ['cart', 'pay']);
  });

  it('names a changed file that no test touched', async () => {
    edit('src/price.js', 'return 1', 'return 2');
    const { stdout, stderr } = await impact();
    assert.equal(stdout, '');
    assert.match(stderr, /No test executed changed code of 1 changed file: src\/price\.js$/m);
  });

  it('selects all tests if a changed file is reported at 0 %: an unmeasured test runner may load it', async () => {
    edit('src/never.js', '1', '2');
    const { stdout, stderr } = await impact();
    assert.deepEqual(stdout.split('\n').slice(0, -1), TESTS);
    assert.match(stderr, /no measured process loaded 1 changed file: src\/never\.js\. Name files/);
  });

  it('selects no test for a changed comment', async () => {
    edit('src/acts.js', 'Logs in.', 'Lets a user in.');
    assert.deepEqual(await selected(), []);
  });

  for (const [title, change] of [
    ['module-level code', () => edit('src/settings.js', '1', '2')],
    ['an import', () => edit('src/acts.js', './price.js', './price.js?')],
    ['a function that runs before the sessions', () => edit('src/database.js', 'true', 'false')],
    ['the name of a function', () => edit('src/acts.js', 'function login', 'function logIn')],
    ['a deleted file', () => repository.git('rm', '--quiet', 'src/settings.js')],
    ['a renamed file', () => renameSync(project.path('src/settings.js'), project.path('src/options.js'))],
    ['a syntax error', () => edit('src/acts.js', '(name', '((name')],
  ] as const)
    it(`selects all tests whose process loaded the file of ${title}`, async () => {
      change();
      if (title === 'a renamed file') repository.git('add', '--all');
      const { stdout } = await impact(['--json']);
      const { isAll, tests } = JSON.parse(stdout);
      assert.deepEqual([isAll, tests.map(({ name }: { name: string }) => name)], [false, TESTS]);
    });

  it('selects all tests if no process loaded a changed file, unless --ignore names it', async () => {
    edit('README.md', 'Shop', 'The shop');
    const { stdout, stderr } = await impact();
    assert.deepEqual(stdout.split('\n').slice(0, -1), TESTS);
    assert.match(
      stderr,
      /All tests are selected, because no measured process loaded 1 changed file: README\.md/,
    );
    assert.match(
      stderr,
      /Tests without a record are unknown\. Run all tests, or list their names with --all-tests/,
    );
    assert.deepEqual(await selected('--ignore', '**/*.md'), []);
    writeFileSync(project.path('src/new.js'), 'export const one = 1;\n');
    assert.deepEqual(await selected('--ignore', '**/*.md'), TESTS);
  });

  it('ignores the reports of the nyc configuration if Git tracks none of their files', async () => {
    writeFileSync(project.path('.nycrc'), '{"report-dir": "reports/html"}');
    const ignored = ['--ignore', '.nycrc'];
    mkdirSync(project.path('reports/html/src'), { recursive: true });
    writeFileSync(project.path('reports/html/src/acts.js.html'), '<p>');
    assert.deepEqual(await selected(...ignored), []);
    repository.git('add', 'reports/html/src/acts.js.html');
    assert.deepEqual(await selected(...ignored), TESTS);
    repository.git('rm', '--quiet', '--cached', 'reports/html/src/acts.js.html');
    writeFileSync(project.path('reports/data.js'), 'export {};\n');
    assert.deepEqual(await selected(...ignored), TESTS);
  });

  it('fails if no test has a record, because all tests must run', async () => {
    const program = startCovermain(project, [
      'run',
      '--no-report',
      '--dir',
      'coverage-data/plain',
      '--',
      'node',
      'src/settings.js',
    ]);
    assert.equal(await program.exitCode, 0, program.output());
    const plain = 'coverage-data/plain';
    for (const format of [[], ['--json']]) {
      const { exitCode, stdout, stderr } = await impact([plain, ...format]);
      assert.deepEqual([exitCode, stdout], [2, '']);
      assert.match(
        stderr,
        /the profiles contain no sessions, so all tests must run\. Record each test with `covermain session start NAME`/,
      );
    }
    writeFileSync(project.path('coverage-data/tests.txt'), 'pay\ncart\n');
    assert.deepEqual(await selected(plain, '--all-tests', 'coverage-data/tests.txt'), ['cart', 'pay']);
    const [pattern = '$.'] = await selected(plain, '--regex');
    assert.match('any name', new RegExp(pattern));
  });

  it('selects tests without a record', async () => {
    writeFileSync(project.path('coverage-data/tests.txt'), 'pay\r\nrefund\r\n\r\ncart\n');
    assert.deepEqual(await selected('--all-tests', 'coverage-data/tests.txt'), ['refund']);
    edit('src/acts.js', 'priceOf(3)', 'priceOf(4)');
    assert.deepEqual(await selected('--all-tests', 'coverage-data/tests.txt'), ['pay', 'refund']);
    const { stdout } = await impact(['--regex']);
    const pattern = new RegExp(stdout.trimEnd());
    assert.deepEqual(
      ['cart', 'log in', 'pay', 'refund'].filter((name) => pattern.test(name)),
      ['pay', 'refund'],
    );
  });

  it('reads the names of all tests from stdin', async () => {
    const program = startCovermain(project, ['impact', '--base', 'main', '--all-tests', '-'], { env });
    program.type('refund\0pay\0log\nout\0');
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'log\\nout\nrefund\n');
  });

  it('gives the reasons in JSON', async () => {
    edit('src/acts.js', 'priceOf(3)', 'priceOf(4)');
    const { base, ...document } = JSON.parse((await impact(['--json'])).stdout);
    assert.deepEqual(base, { ref: 'main', commit: repository.git('rev-parse', 'main') });
    assert.deepEqual(document, {
      isAll: false,
      tests: [
        { name: 'pay', reasons: [{ code: 'executed', path: 'src/acts.js', function: 'pay', line: 7 }] },
      ],
      unaffected: ['cart', 'log in'],
      files: [{ path: 'src/acts.js', status: 'modified', from: null, effect: 'tests', tests: 1 }],
    });
  });

  it('selects all tests that loaded a version that is neither that of the base nor the current one', async () => {
    repository.git('checkout', '--quiet', '-b', 'later');
    edit('src/acts.js', "'Ada'", "'Bob'");
    repository.commit();
    repository.git('branch', '--quiet', 'other-base');
    const { stdout, stderr } = await impact(['--base', 'other-base']);
    assert.deepEqual(stdout.split('\n').slice(0, -1), TESTS);
    assert.match(
      stderr,
      /the profiles measured neither the version of other-base nor the current one: src\/acts\.js\. Measure again\.$/m,
    );
  });

  it('compares with the measured version if the branch was measured', async () => {
    // The measured version is the current one, and the base has another.
    repository.git('checkout', '--quiet', '-b', 'old');
    edit('src/acts.js', 'priceOf(3)', 'priceOf(1)');
    repository.commit();
    repository.git('checkout', '--quiet', '-b', 'new');
    writeFileSync(project.path('src/acts.js'), FILES['src/acts.js']);
    repository.commit();
    const { stdout, stderr } = await impact(['--base', 'old']);
    assert.equal(stdout, 'pay\n', stderr);
  });

  it('refuses two formats', async () => {
    const { exitCode, stderr } = await impact(['--json', '--regex']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /Invalid options --json and --regex: expected only one of them/);
  });
});
