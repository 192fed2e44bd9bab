/** `covermain diff`, from a measured program to the exit code of a pull request check. */
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { type GitFolder, gitFolder } from '../support/git.js';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const MAIN = `import { greet } from './greet.js';
greet('you');
`;

const GREET = `export function greet(name) {
  console.log(name);
}
`;

/** What the branch makes of it. */
const BETTER = `export function greet(name) {
  if (name === '') {
    throw new Error('nobody');
  }
  const text = 'hello, ' + name;
  console.log(text);
}
`;

const TABLE = `
FILE          LINES  COVERED  MISSED
src/greet.js  3/4    75.0%    3
total         3/4    75.0%
75.0% of the changed lines are covered: 3 of 4 executable lines since main
`.slice(1);

/** Ignores the Git configuration of the tests' environment. */
const env = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

describe('covermain diff, end to end', () => {
  let project: Project;
  let repository: GitFolder;

  before(async () => {
    project = makeProject({
      'src/main.js': MAIN,
      'src/greet.js': GREET,
      '.gitignore': 'node_modules\ncoverage-data\n.covermain\n',
    });
    repository = gitFolder(project.root);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit();
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.write({ 'src/greet.js': BETTER });
    repository.commit();
    const program = startCovermain(project, ['run', '--no-report', '--', process.execPath, 'src/main.js']);
    assert.equal(await program.exitCode, 0, program.output());
  });

  afterEach(() => {
    repository.git('reset', '--quiet', '--hard', 'feature');
    repository.git('clean', '--quiet', '--force');
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const diff = async (...args: readonly string[]) => {
    const program = startCovermain(project, ['diff', ...args], { env });
    return { exitCode: await program.exitCode, stdout: program.stdout(), stderr: program.stderr() };
  };

  it('reports which changed lines of the branch ran, from the newest profile', async () => {
    const { exitCode, stdout, stderr } = await diff('--base', 'main');
    assert.deepEqual([exitCode, stdout], [0, TABLE]);
    assert.match(stderr, /^covermain: Reading .*coverage-data.*\n$/);
  });

  it('works in a subdirectory of the project', async () => {
    const cli = project.path('node_modules/.bin/covermain');
    const program = start({ ...project, root: project.path('src') }, cli, ['diff', '--base', 'main'], {
      env,
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), TABLE);
  });

  it('chooses its exit code by --fail-under', async () => {
    assert.equal((await diff('--base', 'main', '--fail-under', '75')).exitCode, 0);
    const { exitCode, stderr } = await diff('--base', 'main', '--fail-under', '75.1');
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^covermain: 75\.0% of the changed lines are covered: .*, but --fail-under requires 75\.1%$/m,
    );
  });

  it('prints one JSON document, or Markdown', async () => {
    const { lines } = JSON.parse((await diff('--base', 'main', '--json')).stdout) as {
      readonly lines: unknown;
    };
    assert.deepEqual(lines, { covered: 3, total: 4, percent: 75 });
    assert.match(
      (await diff('--base', 'main', '--markdown')).stdout,
      /^<!-- covermain diff -->\n.*<\/details>\n$/s,
    );
  });

  it('excludes a file that changed after it was measured', async () => {
    repository.write({ 'src/greet.js': `// new\n${BETTER}` });
    const { exitCode, stdout, stderr } = await diff('--base', 'main', '--fail-under', '1');
    assert.equal(exitCode, 1);
    assert.match(stdout, /^src\/greet\.js is not counted: it has changed since it was measured/m);
    assert.match(
      stderr,
      /Cannot check --fail-under 1: these files differ from what was measured: src\/greet\.js/,
    );
    assert.equal((await diff('--base', 'main', '--fail-under', '1', '--force')).exitCode, 0);
  });

  it('counts changed lines of a never loaded file as missed', async () => {
    renameSync(repository.path('src/greet.js'), repository.path('src/other.js'));
    repository.write({ 'src/greet.js': BETTER });
    const { stdout } = await diff('--base', 'main');
    assert.match(stdout, /^src\/greet\.js {2}3\/4 .*$/m);
    assert.match(stdout, /^src\/other\.js {2}0\/4 {4}0\.0% {5}2-3, 5-6 \(in no profile\)$/m);
  });

  it('refuses a base that Git does not know, and explains how to fetch it', async () => {
    const { exitCode, stdout, stderr } = await diff('--base', 'nowhere', 'missing');
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /^covermain: Unknown Git ref "nowhere": .*git fetch origin/);
  });

  it('refuses a missing base, two output formats, and an invalid percentage', async () => {
    for (const args of [
      [],
      ['--base', 'main', '--json', '--markdown'],
      ['--base', 'main', '--fail-under', 'x'],
    ])
      assert.equal((await diff(...args)).exitCode, 2, args.join(' '));
  });

  it('has help with an example', async () => {
    const { exitCode, stdout } = await diff('--help');
    assert.equal(exitCode, 0);
    assert.match(stdout, /Example:\n {2}covermain diff --base origin\/main/);
  });
});
