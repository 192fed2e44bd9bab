/** In GitHub Actions, commands add a section to the summary of the step, and never fail because of it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { diffCommand } from '../../../src/commands/diff.js';
import { reportCommand } from '../../../src/commands/report.js';
import { addToStepSummary } from '../../../src/commands/step-summary.js';
import { call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import { GIT_ENVIRONMENT, gitFolder } from '../../support/git.js';

const SOURCES = { 'src/half.js': 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\n' };

describe('the summary of a step in GitHub Actions', () => {
  let project: ExecutedProject;

  beforeEach(() => {
    project = makeExecutedProject(SOURCES, { '.nycrc': '{ "reporter": [] }' });
  });

  afterEach(() => project.remove());

  const environment = (file = 'summary.md') => {
    return { ...GIT_ENVIRONMENT, GITHUB_STEP_SUMMARY: project.path(file) };
  };

  const summary = () => readFileSync(project.path('summary.md'), 'utf8');

  const report = (file?: string, lines = '1') =>
    call(reportCommand, project.root, { inputs: [COUNTS], environment: environment(file), lines });

  it('gets the totals and missed thresholds of report, after what it already contains', async () => {
    project.write('summary.md', 'before');
    assert.equal((await report('summary.md', '70')).exitCode, 1);
    assert.match(summary(), /^before\n### Coverage\n\n/);
    assert.match(summary(), /\n\| Lines \| 66\.6% \| 2\/3 \|\n/);
    assert.match(summary(), /66\.66&#37; of lines are covered, below the threshold of 70&#37;\n/);
    assert.match(summary(), /<code>src\/half\.js<\/code>/);
    await report();
    assert.equal(summary().match(/^### Coverage$/gm)?.length, 2);
  });

  it('gets the coverage of changed lines of diff, and the missed threshold', async () => {
    const repository = gitFolder(project.root);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.write({ 'src/half.js': '' });
    repository.commit();
    repository.write(SOURCES);
    const options = { inputs: [COUNTS], environment: environment(), base: 'main', failUnder: '90' };
    const { exitCode, printed } = await call(diffCommand, project.root, { ...options, json: true });
    assert.equal(exitCode, 1);
    assert.ok(JSON.parse(printed));
    assert.match(summary(), /^\n### Coverage of changed lines\n\n66\.6% of the changed lines are covered/);
    assert.match(summary(), /but --fail-under requires 90&#37;/);
    assert.match(summary(), /<code>src\/half\.js<\/code>: 3\n/);
  });

  it('is not written outside of GitHub Actions', async () => {
    const options = { inputs: [COUNTS], environment: { ...GIT_ENVIRONMENT, GITHUB_STEP_SUMMARY: '' } };
    const { said } = await call(reportCommand, project.root, options);
    assert.deepEqual(said, []);
  });

  const UNWRITABLE: readonly [what: string, make: (path: string) => void, reason: RegExp][] = [
    ['a directory', (path) => mkdirSync(path), /EISDIR/],
    ['a pipe that nobody reads', (path) => execFileSync('mkfifo', [path]), /ENXIO|not a regular file/],
  ];

  for (const [what, make, reason] of UNWRITABLE)
    it(`is reported and does not change the exit code if it is ${what}`, async function () {
      if (process.platform === 'win32') this.skip();
      make(project.path('other'));
      const { exitCode, said } = await report('other');
      assert.equal(exitCode, 0);
      assert.match(
        said.join('\n'),
        /^Cannot write the summary of this step to .*other \(GITHUB_STEP_SUMMARY\): /,
      );
      assert.match(said.join('\n'), reason);
    });

  it('stays below the limit of GitHub, which shows no larger summary', () => {
    const lines: string[] = [];
    const add = (text: string) =>
      addToStepSummary(text, { environment: environment(), logLine: (line) => lines.push(line) });
    add('x'.repeat(2 ** 20 - 10));
    const before = summary();
    add('0123456789');
    assert.equal(summary(), before);
    assert.match(lines.join('\n'), /larger than 1 MiB/);
    add('012345');
    assert.equal(summary().length, 2 ** 20);
  });
});
