/** `covermain diff` reports the coverage of the lines that a branch has changed, and checks a threshold. */
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { type DiffCommandOptions, diffCommand } from '../../../src/commands/diff.js';
import { assertFailed, type Called, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import { GIT_ENVIRONMENT, type GitFolder, gitFolder } from '../../support/git.js';
import { type Files, makeProject } from '../../support/project.js';
import { parseWorkflowCommand } from '../../support/workflow-commands.js';

const OLD: Files = {
  'src/app.js': `function pick(flag) {
  return flag;
}
pick(true);
`,
  'src/same.js': 'let same = 1;\n',
  'src/gone.js': 'let gone = 1;\n',
};

const NEW: Files = {
  'src/app.js': `function pick(flag) {
  // a comment
  if (flag) return 1;
  let rest = 2;
  return rest;
}
pick(true);
`,
  'src/same.js': 'let same = 1;\n',
};

/** Options that the command line adds. */
type CommandOptions = Omit<DiffCommandOptions, 'cwd' | 'print' | 'logLine'>;

/** The old files are committed on `main`; the new ones have been executed. */
function makeBranch(): { readonly project: ExecutedProject; readonly repository: GitFolder } {
  const project = makeExecutedProject(NEW);
  const repository = gitFolder(project.root);
  const config = { '.nycrc': '{ "include": ["src/**"] }', '.gitignore': `${COUNTS}\n` };
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.write({ ...config, ...OLD });
  repository.commit();
  rmSync(repository.path('src/gone.js'));
  repository.write(NEW);
  return { project, repository };
}

describe('covermain diff', () => {
  let project: ExecutedProject;
  let repository: GitFolder;

  beforeEach(() => {
    ({ project, repository } = makeBranch());
  });

  afterEach(() => project.remove());

  const run = (options: Partial<DiffCommandOptions> = {}): Promise<Called> =>
    call<CommandOptions>(diffCommand, project.root, {
      base: 'main',
      inputs: [COUNTS],
      environment: GIT_ENVIRONMENT,
      ...options,
    });

  it('prints a row for each file, the total, and a summary', async () => {
    const { exitCode, printed, said } = await run();
    assert.deepEqual([exitCode, said], [0, []]);
    assert.equal(
      printed,
      `
FILE        LINES  COVERED  MISSED
src/app.js  1/3    33.3%    4-5
total       1/3    33.3%
33.3% of the changed lines are covered: 1 of 3 executable lines since main`.slice(1),
    );
  });

  it('prints a DiffDocument with --json', async () => {
    const commit = repository.git('rev-parse', 'main');
    repository.write({ 'README.md': 'new', 'logo.png': '\0' });
    assert.deepEqual(JSON.parse((await run({ json: true })).printed), {
      base: { ref: 'main', commit },
      lines: { covered: 1, total: 3, percent: 33.3 },
      files: [
        {
          path: 'src/app.js',
          status: 'modified',
          from: null,
          isMeasured: true,
          lines: { covered: 1, total: 3, percent: 33.3 },
          executable: [3, 4, 5],
          missed: [4, 5],
        },
      ],
      stale: [],
      notMeasured: [],
      deleted: ['src/gone.js'],
      binary: ['logo.png'],
      other: 1,
      root: project.root,
      repository: project.root,
      threshold: null,
      inputs: [project.path(COUNTS)],
      warnings: [],
    });
  });

  it('prints a Markdown table with --markdown', async () => {
    const { printed } = await run({ markdown: true });
    assert.match(printed, /^\| <code>src\/app\.js<\/code> \| 33\.3% \| 1\/3 \|$/m);
  });

  it('compares with the merge base, not with later commits of the base branch', async () => {
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.git('add', '.');
    repository.git('commit', '--quiet', '--message', 'work');
    repository.git('checkout', '--quiet', 'main');
    repository.write({ 'src/same.js': 'let same = 2;\n' });
    repository.commit();
    repository.git('checkout', '--quiet', 'feature');
    assert.match((await run()).printed, /^total {7}1\/3/m);
  });

  it('counts the lines of a selected file that no process loaded as missed', async () => {
    repository.write({
      'src/new.ts': 'export interface A {}\nexport const f = (): number =>\n  1;\n',
      'x.js': 'x();',
    });
    const { printed } = await run();
    assert.match(printed, /^src\/new\.ts {2}0\/2 {4}0\.0% {5}2-3 \(in no profile\)$/m);
    assert.match(printed, /^total {7}1\/5 {4}20\.0%$/m);
  });

  it('does not count a file that no process loaded when .nycrc sets all to false', async () => {
    repository.write({ '.nycrc': '{ "include": ["src/**"], "all": false }', 'src/new.js': 'x();\n' });
    const { printed } = await run();
    assert.match(
      printed,
      /^src\/new\.js is not counted: no process loaded it, and \.nycrc sets "all" to false$/m,
    );
    assert.match(printed, /^total {7}1\/3/m);
  });

  it('does not count a file that cannot be parsed, and names it', async () => {
    repository.write({ 'src/broken.js': 'let let = ;\n' });
    assert.match((await run()).printed, /^src\/broken\.js is not counted: it cannot be parsed/m);
  });

  it('leaves out compiled files and files that contain only types', async () => {
    const map = Buffer.from(JSON.stringify({ version: 3, sources: ['app.ts'], mappings: 'AAAA', names: [] }));
    repository.write({
      'src/types.ts': 'export interface A {\n  a: number;\n}\n',
      'src/out.js': `x();\n//# sourceMappingURL=data:application/json;base64,${map.toString('base64')}\n`,
    });
    const { printed } = await run();
    assert.doesNotMatch(printed, /types|out\.js/);
  });

  it('does not count a file that has changed since it was measured', async () => {
    repository.write({ 'src/app.js': `\n${NEW['src/app.js']}`, 'src/same.js': 'let same = 3;\n' });
    const { exitCode, printed } = await run();
    assert.equal(exitCode, 0);
    assert.equal(
      printed,
      `
src/app.js is not counted: it has changed since it was measured. Measure it again.
src/same.js is not counted: it has changed since it was measured. Measure it again.
The coverage of the lines changed since main is unknown: 2 changed files are not counted`.slice(1),
    );
    const json = JSON.parse((await run({ json: true })).printed);
    assert.deepEqual(json.lines, { covered: 0, total: 0, percent: null });
    assert.match((await run({ markdown: true })).printed, /is unknown: 2 changed files are not counted/);
  });

  it('says in the summary that a changed file is not counted', async () => {
    repository.write({ 'src/same.js': 'let same = 3;\n' });
    const { printed } = await run();
    assert.match(printed, /1 of 3 executable lines since main \(1 changed file is not counted\)$/);
  });

  it('finds changed lines in a file with line breaks that Git does not know', async () => {
    project.remove();
    const source = 'let a = 1; // \u2028let b = 2;\nlet c = 3;\nfunction f() {\n  return 4;\n}\n';
    const executed = makeExecutedProject({ 'src/app.js': source });
    project = executed;
    const { git, write, commit } = gitFolder(executed.root);
    git('init', '--quiet', '--initial-branch=main');
    write({ 'src/app.js': source.replace('return 4', 'return 0'), '.gitignore': COUNTS });
    commit();
    write({ 'src/app.js': source });
    assert.match((await run()).printed, /^src\/app\.js {2}0\/1 {4}0\.0% {5}5$/m);
  });

  describe('with --fail-under', () => {
    for (const [failUnder, exitCode] of [
      ['0', 0],
      ['33.3', 0],
      ['33.34', 1],
      ['100', 1],
    ] as const)
      it(`exits with ${exitCode} when 33.33…% are covered and ${failUnder}% are required`, async () => {
        const called = await run({ failUnder });
        assert.equal(called.exitCode, exitCode);
        assert.deepEqual(
          called.said,
          exitCode === 0
            ? []
            : [
                '33.3% of the changed lines are covered: 1 of 3 executable lines since main, ' +
                  `but --fail-under requires ${failUnder}%`,
              ],
        );
      });

    it('passes when no executable line has changed', async () => {
      repository.write(OLD);
      repository.write({ 'README.md': 'new' });
      const { exitCode, printed, said } = await run({ failUnder: '100' });
      assert.deepEqual([exitCode, said], [0, []]);
      assert.equal(printed, 'No executable line has changed since main');
    });

    it('fails when a changed file differs from what was measured, unless --force is given', async () => {
      repository.write({ 'src/same.js': 'let same = 3;\n' });
      const called = await run({ failUnder: '10' });
      assert.equal(called.exitCode, 1);
      assert.deepEqual(called.said, [
        'Cannot check --fail-under 10: these files differ from what was measured: src/same.js. ' +
          'Measure again, or ignore them with --force.',
      ]);
      assert.equal((await run({ failUnder: '10', force: true })).exitCode, 0);
      assert.equal((await run({ failUnder: '50', force: true })).exitCode, 1);
    });

    it('fails when the coverage of all changed files is unknown, unless --force is given', async () => {
      repository.write(OLD);
      repository.write({
        '.nycrc': '{ "include": ["src/**"], "all": false }',
        'src/new.js': 'let new1 = 1;\n',
      });
      const called = await run({ failUnder: '10' });
      assert.equal(called.exitCode, 1);
      assert.deepEqual(called.said, [
        'Cannot check --fail-under 10: the coverage of these files is unknown: src/new.js. ' +
          'Measure again, or ignore them with --force.',
      ]);
      assert.match(called.printed, /is unknown: 1 changed file is not counted$/);
      assert.equal((await run({ failUnder: '10', force: true })).exitCode, 0);
    });

    for (const failUnder of ['', ' ', 'all', '-1', '100.1', 'NaN', '80%'])
      it(`refuses ${JSON.stringify(failUnder)} as a percentage`, async () => {
        assertFailed(
          await run({ failUnder }),
          'SETTING_INVALID',
          /Invalid --fail-under ".*": expected a percentage from 0 to 100/,
        );
      });
  });

  it('refuses --json together with --markdown', async () => {
    assertFailed(
      await run({ json: true, markdown: true }),
      'SETTING_INVALID',
      /--json and --markdown: expected only one/,
    );
  });

  it('prints workflow commands for missed lines with --annotations, after the table', async () => {
    const { printed, said } = await run({ annotations: true });
    assert.deepEqual(printed.split('\n').slice(-2), [
      '33.3% of the changed lines are covered: 1 of 3 executable lines since main',
      '::warning file=src/app.js,line=4,endLine=5,title=Changed lines not covered::Lines 4-5 were not executed.',
    ]);
    assert.deepEqual(said, []);
  });

  it('names files of annotations from the top of the repository', async () => {
    repository.write({ 'packages/a/package.json': '{}', 'packages/a/src/new, 100%.js': 'let a = 1;\n' });
    const called = await call<CommandOptions>(diffCommand, repository.path('packages/a'), {
      base: 'main',
      inputs: [project.path(COUNTS)],
      environment: GIT_ENVIRONMENT,
      root: '.',
      annotations: true,
    });
    const files = called.printed.split('\n').map((line) => parseWorkflowCommand(line)?.properties.file);
    assert.ok(files.includes('packages/a/src/new, 100%.js'), called.printed);
  });

  it('names files of annotations from the top of the repository if --root is a symbolic link', async function () {
    if (process.platform === 'win32') this.skip();
    const other = makeProject({ 'package.json': '{}' });
    try {
      symlinkSync(project.root, other.path('link'));
      const { printed } = await run({ annotations: true, root: other.path('link') });
      assert.match(printed, /^::warning file=src\/app\.js,/m);
    } finally {
      other.remove();
    }
  });

  it('prints the ten largest ranges as annotations, because GitHub drops more, and counts the others', async () => {
    const files = Array.from({ length: 12 }, (_, index) => [
      `src/new${index}.js`,
      'a();\n'.repeat(index + 1),
    ]);
    repository.write(Object.fromEntries(files));
    const { printed, said } = await run({ annotations: true });
    const commands = printed.split('\n').flatMap((line) => parseWorkflowCommand(line) ?? []);
    assert.deepEqual(
      commands.map(({ properties }) => Number(properties.endLine)),
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3],
    );
    assert.match(said.join('\n'), /so 3 smaller ranges of missed lines are only in the table/);
  });

  it('refuses --annotations together with a document', async () => {
    for (const other of ['json', 'markdown'])
      assertFailed(
        await run({ annotations: true, [other]: true }),
        'SETTING_INVALID',
        new RegExp(`--${other} and --annotations: expected only one`),
      );
  });

  it('refuses an unknown Git ref before it reads any profile', async () => {
    assertFailed(await run({ base: 'nowhere', inputs: ['missing'] }), 'GIT_REF_UNKNOWN', /"nowhere"/);
  });

  it('reads the configuration of the working directory with --root, as other commands do', async () => {
    const other = makeProject({ 'package.json': '{}', '.nycrc': '{ "include": ["lib/**"] }' });
    try {
      repository.write({ 'lib/new.js': 'let a = 1;\n', 'src/new.js': 'let a = 1;\n' });
      const options = { root: project.root, inputs: [project.path(COUNTS)], base: 'main' };
      const called = await call<CommandOptions>(diffCommand, other.root, {
        ...options,
        environment: GIT_ENVIRONMENT,
      });
      assert.match(called.printed, /^lib\/new\.js +0\/1 /m);
      assert.doesNotMatch(called.printed, /src\/new\.js/);
    } finally {
      other.remove();
    }
  });

  it('compares the repository of --root', async () => {
    const options = { root: project.root, inputs: [project.path(COUNTS)], base: 'main' };
    const called = await call<CommandOptions>(diffCommand, '/', { ...options, environment: GIT_ENVIRONMENT });
    assert.match(called.printed, /^total {7}1\/3/m);
  });
});
