/** `covermain diff` tells of the lines that a branch changed which of them ran, and decides by them. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type DiffOptions, diffCommand } from '../../../src/commands/diff.js';
import { assertFailed, type Called, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import { GIT_ENVIRONMENT, type GitFolder, gitFolder } from '../../support/git.js';
import type { Files } from '../../support/project.js';

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
  // a remark
  if (flag) return 1;
  let rest = 2;
  return rest;
}
pick(true);
`,
  'src/same.js': 'let same = 1;\n',
};

/** What the command line adds. */
type Asked = Omit<DiffOptions, 'cwd' | 'print' | 'logLine'>;

/** On `main` the old files are committed; the new ones have run. */
function makeBranch(more: Files = {}): { readonly project: ExecutedProject; readonly repository: GitFolder } {
  const project = makeExecutedProject(NEW);
  const repository = gitFolder(project.root);
  const config = { '.nycrc': '{ "include": ["src/**"] }', '.gitignore': `${COUNTS}\n` };
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.write({ ...config, ...OLD });
  repository.commit();
  rmSync(repository.path('src/gone.js'));
  repository.write({ ...NEW, ...more });
  return { project, repository };
}

describe('covermain diff', () => {
  let project: ExecutedProject;
  let repository: GitFolder;

  beforeEach(() => {
    ({ project, repository } = makeBranch());
  });

  afterEach(() => project.remove());

  const run = (options: Partial<DiffOptions> = {}): Promise<Called> =>
    call<Asked>(diffCommand, project.root, {
      base: 'main',
      inputs: [COUNTS],
      environment: GIT_ENVIRONMENT,
      ...options,
    });

  it('prints a row for each file, the total, and a sentence', async () => {
    const { exitCode, printed, said } = await run();
    assert.deepEqual([exitCode, said], [0, []]);
    assert.equal(
      printed,
      `
FILE        LINES  COVERED  MISSED
src/app.js  1/3    33.3%    4-5
total       1/3    33.3%
33.3% of the changed lines ran: 1 of 3 executable lines since main`.slice(1),
    );
  });

  it('prints JSON', async () => {
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
    });
  });

  it('prints Markdown', async () => {
    const { printed } = await run({ markdown: true });
    assert.match(printed, /^\| <code>src\/app\.js<\/code> \| 33\.3% \| 1\/3 \|$/m);
  });

  it('compares with what the branch began from, not with what its base has become', async () => {
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.git('add', '.');
    repository.git('commit', '--quiet', '--message', 'work');
    repository.git('checkout', '--quiet', 'main');
    repository.write({ 'src/same.js': 'let same = 2;\n' });
    repository.commit();
    repository.git('checkout', '--quiet', 'feature');
    assert.match((await run()).printed, /^total {7}1\/3/m);
  });

  it('misses the lines of a file that is selected, and that no process loaded', async () => {
    repository.write({
      'src/new.ts': 'export interface A {}\nexport const f = (): number =>\n  1;\n',
      'x.js': 'x();',
    });
    const { printed } = await run();
    assert.match(printed, /^src\/new\.ts {2}0\/2 {4}0\.0% {5}2-3 \(in no profile\)$/m);
    assert.match(printed, /^total {7}1\/5 {4}20\.0%$/m);
  });

  it('names such a file in no number where .nycrc leaves out what was not loaded', async () => {
    repository.write({ '.nycrc': '{ "include": ["src/**"], "all": false }', 'src/new.js': 'x();\n' });
    const { printed } = await run();
    assert.match(
      printed,
      /^src\/new\.js is in no number, since no process loaded it, and \.nycrc sets "all" to false$/m,
    );
    assert.match(printed, /^total {7}1\/3/m);
  });

  it('names a file that cannot be parsed', async () => {
    repository.write({ 'src/broken.js': 'let let = ;\n' });
    assert.match((await run()).printed, /^src\/broken\.js is in no number, since it cannot be parsed/m);
  });

  it('leaves out files of types alone, and compiled ones', async () => {
    const map = Buffer.from(JSON.stringify({ version: 3, sources: ['app.ts'], mappings: 'AAAA', names: [] }));
    repository.write({
      'src/types.ts': 'export interface A {\n  a: number;\n}\n',
      'src/out.js': `x();\n//# sourceMappingURL=data:application/json;base64,${map.toString('base64')}\n`,
    });
    const { printed } = await run();
    assert.doesNotMatch(printed, /types|out\.js/);
  });

  it('has in no number a file that was changed after it was measured', async () => {
    repository.write({ 'src/app.js': `\n${NEW['src/app.js']}`, 'src/same.js': 'let same = 3;\n' });
    const { exitCode, printed } = await run();
    assert.equal(exitCode, 0);
    assert.equal(
      printed,
      `
src/app.js is in no number, since it has changed since it was measured: measure it again
src/same.js is in no number, since it has changed since it was measured: measure it again
no executable line was changed since main: there is nothing to miss`.slice(1),
    );
  });

  it('tells changed lines of files with other line breaks than git knows', async () => {
    project.remove();
    const source = 'let a = 1; // \u2028let b = 2;\nlet c = 3;\nfunction f() {\n  return 4;\n}\n';
    const ran = makeExecutedProject({ 'src/app.js': source });
    project = ran;
    const { git, write, commit } = gitFolder(ran.root);
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
      it(`ends with ${exitCode} where 33.33…% ran and ${failUnder}% must`, async () => {
        const called = await run({ failUnder });
        assert.equal(called.exitCode, exitCode);
        assert.deepEqual(
          called.said,
          exitCode === 0
            ? []
            : [
                '33.3% of the changed lines ran: 1 of 3 executable lines since main; ' +
                  `--fail-under asks for ${failUnder}%`,
              ],
        );
      });

    it('has nothing to miss where no executable line was changed', async () => {
      repository.write(OLD);
      repository.write({ 'README.md': 'new' });
      const { exitCode, printed, said } = await run({ failUnder: '100' });
      assert.deepEqual([exitCode, said], [0, []]);
      assert.equal(printed, 'no executable line was changed since main: there is nothing to miss');
    });

    it('fails without a file that is not as it was measured, unless --force', async () => {
      repository.write({ 'src/same.js': 'let same = 3;\n' });
      const called = await run({ failUnder: '10' });
      assert.equal(called.exitCode, 1);
      assert.deepEqual(called.said, [
        '--fail-under 10 cannot be told of files that are not as they were measured: src/same.js; measure again, or ' +
          'go on without by --force',
      ]);
      assert.equal((await run({ failUnder: '10', force: true })).exitCode, 0);
      assert.equal((await run({ failUnder: '50', force: true })).exitCode, 1);
    });

    for (const failUnder of ['', ' ', 'all', '-1', '100.1', 'NaN', '80%'])
      it(`refuses ${JSON.stringify(failUnder)}`, async () => {
        assertFailed(
          await run({ failUnder }),
          'SETTING_INVALID',
          /Invalid --fail-under ".*": expected a percentage from 0 to 100/,
        );
      });
  });

  it('refuses to print two forms at once', async () => {
    assertFailed(await run({ json: true, markdown: true }), 'SETTING_INVALID', /both --json and --markdown/);
  });

  it('refuses a base that git does not know before it reads any profile', async () => {
    assertFailed(await run({ base: 'nowhere', inputs: ['missing'] }), 'GIT_REF_UNKNOWN', /"nowhere"/);
  });

  it('looks at the repository of --root', async () => {
    const options = { root: project.root, inputs: [project.path(COUNTS)], base: 'main' };
    const called = await call<Asked>(diffCommand, '/', { ...options, environment: GIT_ENVIRONMENT });
    assert.match(called.printed, /^total {7}1\/3/m);
  });
});
