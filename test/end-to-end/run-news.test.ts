/** The end of a run and of a session print what is new, and which changed lines have not run. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { type GitFolder, gitFolder } from '../support/git.js';
import { agentOf } from '../support/live-agents.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { STEPPING_APP } from '../support/stepping-app.js';

const THIRD = `function third() {
  return 3;
}
`;

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], all: true }),
  '.gitignore': 'node_modules\ncoverage-data\n.covermain\n',
  'src/app.js': STEPPING_APP,
};

const OWN_GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', CI: '' };

describe('the end of a run or session', () => {
  let project: Project;
  let repository: GitFolder;

  beforeEach(() => {
    project = makeProject(FILES);
    repository = gitFolder(project.root);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit();
  });
  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const change = () =>
    repository.write({
      'src/app.js': STEPPING_APP + THIRD,
      'src/new <b>.js': 'one();\ntwo();\nfunction one() {}\n',
    });

  function start(env: Readonly<Record<string, string>> = {}): Program {
    const args = ['run', '--reporter', 'text', '--', process.execPath, 'src/app.js'];
    return startCovermain(project, args, { env: { ...OWN_GIT, ...env } });
  }

  /** Runs the app until it has handled some letters. @returns what is logged after the path of the profile */
  async function run(letters: string, env = {}): Promise<readonly string[]> {
    const program = start(env);
    await program.printed(/ready/);
    program.type(letters);
    for (const letter of letters) await program.printed(new RegExp(`done ${letter}`));
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    const lines = program.stderr().trimEnd().split('\n');
    return lines.slice(lines.findIndex((line) => line.startsWith('covermain: profile: ')) + 1);
  }

  const MISSED = [
    'covermain: Changed since main and not run:',
    'covermain:   src/new <b>.js: 2 of 2 changed lines not run (1-2)',
    'covermain:   src/app.js: 1 of 1 changed line not run (11)',
  ];

  it('logs the changed lines that have not run, and statements that the previous run had not executed', async () => {
    assert.deepEqual(await run('a'), []);
    change();
    assert.deepEqual(await run('a'), MISSED);
    const [news = '', ...missed] = await run('ab');
    assert.match(
      news,
      /^covermain: new: {5}2 statements in 1 file since coverage-data\/\S+, of \d+ statements in 1 file that ran$/,
    );
    assert.deepEqual(missed, MISSED);
    assert.deepEqual(await run('ab'), MISSED);
  });

  it('logs nothing of that in CI, or if git cannot be run', async () => {
    change();
    assert.deepEqual(await run('a', { CI: 'true' }), []);
    mkdirSync(project.path('bin'));
    symlinkSync(process.execPath, project.path('bin/node'));
    const [, ...missed] = await run('ab', { PATH: project.path('bin') });
    assert.deepEqual(missed, []);
  });

  it('prints the changed lines that the run has not executed when a session ends', async () => {
    change();
    const program = start();
    const [, pid] = await program.printed(/ready (\d+)/);
    await agentOf(project, program, Number(pid));
    const call = async (...args: readonly string[]) => {
      const command = startCovermain(project, args, { env: OWN_GIT });
      assert.equal(await command.exitCode, 0, command.output());
      return command.stdout();
    };
    await call('session', 'start', 'login');
    program.type('b');
    await program.printed(/done b/);
    assert.match(
      await call('session', 'end', 'login'),
      /^login: \d+ new statements in 1 file, of \d+ executed statements in 1 file\nChanged since main and not run:\n {2}src\/new <b>\.js: 2 of 2 changed lines not run \(1-2\)\n {2}src\/app\.js: 1 of 1 changed line not run \(11\)\n$/,
    );
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  });
});
