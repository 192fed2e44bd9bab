/** Tables, states and errors have colour in a terminal, and elsewhere only with FORCE_COLOR. */
import assert from 'node:assert/strict';
import { createColors } from 'picocolors';
import { type GitFolder, gitFolder } from '../../support/git.js';
import { killLeftPrograms, type Program, startCovermain, startInTerminal } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const { red, yellow, green } = createColors(true);
const ESCAPE = '\u001b';

const FILES = {
  '.nycrc': JSON.stringify({ include: ['src/**'] }),
  '.gitignore': 'node_modules\ncoverage-data\n',
  'src/main.js': 'function never() {\n  return 1;\n}\nlet a = 1;\na += 1;\n',
};

const OWN_GIT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

describe('colours', () => {
  let project: Project;
  let repository: GitFolder;

  before(async () => {
    project = makeProject(FILES);
    repository = gitFolder(project.root);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit();
    repository.write({ 'src/main.js': `${FILES['src/main.js']}a = 3;\n` });
    const run = startCovermain(project, ['run', '--no-report', '--', process.execPath, 'src/main.js']);
    assert.equal(await run.exitCode, 0, run.output());
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  type Variables = Readonly<Record<string, string>>;

  const inTerminal = (line: string, env: Variables = {}) =>
    finished(startInTerminal(project, `covermain ${line}`, { env: { TERM: 'xterm', ...OWN_GIT, ...env } }));

  const inPipe = (line: string, env: Variables = {}) =>
    finished(startCovermain(project, line.split(' '), { env: { ...OWN_GIT, ...env } }));

  async function finished(program: Program): Promise<Program> {
    await program.exitCode;
    return program;
  }

  const CELLS: readonly [command: string, cell: string][] = [
    ['percent', yellow('75.0%')],
    ['files', yellow('75.0%')],
    ['func', red('0.0%')],
    ['diff --base main', green('100.0%')],
    ['doctor', green('ok')],
  ];

  for (const [command, cell] of CELLS) {
    it(`appear in a table of \`${command}\` in a terminal`, async () => {
      const { stdout } = await inTerminal(command);
      assert.ok(stdout().includes(cell), stdout());
    });

    it(`do not appear in the output of \`${command}\` in a pipe`, async () => {
      const { stdout, stderr } = await inPipe(command, { CI: 'true' });
      assert.ok(!`${stdout()}${stderr()}`.includes(ESCAPE), stdout());
    });
  }

  it('are turned off in a terminal by NO_COLOR', async () => {
    const { stdout } = await inTerminal('files', { NO_COLOR: '1' });
    assert.match(stdout(), /total +75\.0% +3\/4/);
    assert.ok(!stdout().includes(`${ESCAPE}[3`), stdout());
  });

  it('are turned on in a pipe by FORCE_COLOR, with the same columns', async () => {
    const { stdout } = await inPipe('files', { FORCE_COLOR: '1' });
    assert.deepEqual(stdout().split('\n'), [
      `src/main.js  ${yellow('75.0%')}  3/4`,
      `total        ${yellow('75.0%')}  3/4`,
      '',
    ]);
  });

  it('are never in JSON, Markdown or Go text', async () => {
    const lines = ['files --json', 'func --json', 'percent --json', 'diff --base main --json'];
    for (const line of [...lines, 'diff --base main --markdown', 'textfmt', 'doctor --json']) {
      const { stdout } = await inPipe(line, { FORCE_COLOR: '1' });
      assert.ok(stdout().length > 0 && !stdout().includes(ESCAPE), line);
    }
  });

  it('mark the prefix of an error, depending on stderr alone', async () => {
    const inColor = await inTerminal('files nowhere');
    assert.ok(inColor.stdout().includes(`${red('covermain:')} `), inColor.stdout());
    const plain = await inPipe('files nowhere');
    assert.match(plain.stderr(), /^covermain: /);
    const wrongOption = await inPipe('files --jsn', { FORCE_COLOR: '1' });
    assert.ok(wrongOption.stderr().startsWith(`${red('covermain:')} unknown option`), wrongOption.stderr());
  });
});
