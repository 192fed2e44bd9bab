/** Packages of a repository run from its root or from their own directories, and add up to one report. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { GIT_ENVIRONMENT } from '../support/git.js';
import { makeRepository, manifestOf } from '../support/monorepo.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import type { Project } from '../support/project.js';

/** Selects the whole repository, with paths from its root. */
const SELECTION = JSON.stringify({ cwd: '../..', include: ['services/**', 'packages/**'], all: false });

const serviceOf = (name: string) => ({
  [`services/${name}/package.json`]: manifestOf(`@shop/${name}`),
  [`services/${name}/.nycrc`]: SELECTION,
  [`services/${name}/src/main.ts`]:
    "import { add } from '@shop/shared';\n" +
    `export function only_${name}(): number {\n  return add(1, 2);\n}\n` +
    `console.log(only_${name}());\n`,
});

const FILES = {
  'package.json': '{"name":"shop","type":"module","workspaces":["services/*","packages/*"]}',
  '.nycrc': '{"all":false}',
  ...serviceOf('a'),
  ...serviceOf('b'),
  'packages/shared/package.json': '{"name":"@shop/shared","type":"module","exports":"./src/index.ts"}',
  'packages/shared/src/index.ts': 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
};

describe('a repository with several packages', () => {
  let repository: Project;
  const tsx = ['--import', import.meta.resolve('tsx')];

  /** Calls covermain in a directory of the repository. @returns what it printed to stdout */
  async function call(directory: string, ...args: readonly string[]): Promise<string> {
    const program = startCovermain(repository, args, { cwd: repository.path(directory) });
    assert.equal(await program.exitCode, 0, program.output());
    return program.stdout();
  }

  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: repository.root, env: { ...GIT_ENVIRONMENT } });

  const measure = (directory: string, script: string) =>
    call(directory, 'run', '--no-report', '--dir', 'profile', '--', process.execPath, ...tsx, script);

  before(async () => {
    repository = makeRepository(FILES);
    mkdirSync(repository.path('node_modules/@shop'));
    symlinkSync('../../packages/shared', repository.path('node_modules/@shop/shared'), 'dir');
    git('init', '--quiet');
    for (const name of ['a', 'b']) await measure(`services/${name}`, 'src/main.ts');
    await measure('.', 'services/a/src/main.ts');
  });

  after(() => {
    killLeftPrograms();
    repository.remove();
  });

  const ALL = ['services/a/profile', 'services/b/profile', 'profile'];

  const SUM = [
    'packages/shared/src/index.ts  100.0%  1/1',
    'services/a/src/main.ts        100.0%  2/2',
    'services/b/src/main.ts        100.0%  2/2',
    'total                         100.0%  5/5',
    '',
  ].join('\n');

  it('names the package and its root in each profile', () => {
    const [profile] = readProfileDirectory(repository.path('services/a/profile')).profiles;
    assert.deepEqual(profile?.package, { name: '@shop/a', directory: 'services/a' });
    assert.equal(profile?.root, repository.path('services/a'));
  });

  it('adds up to one report with paths from the root, in which the shared package is one file', async () => {
    assert.equal(await call('.', 'files', ...ALL), SUM);
    assert.equal(await call('services/b', 'files', ...ALL.map((path) => `../../${path}`)), SUM);
    const text = await call('.', 'textfmt', ...ALL);
    assert.match(text, /^packages\/shared\/src\/index\.ts:2\.3,2\.16 1 3$/m);
    assert.match(text, /^services\/a\/src\/main\.ts:3\.3,3\.20 1 2$/m);
    assert.match(text, /^services\/b\/src\/main\.ts:3\.3,3\.20 1 1$/m);
  });

  it('merges into a profile that adds up with further ones, and draws reports with sources', async () => {
    await call('.', 'merge', '-o', 'merged', ...ALL.slice(0, 2));
    const [profile] = readProfileDirectory(repository.path('merged')).profiles;
    assert.deepEqual([profile?.package, profile?.root], [{ name: 'shop', directory: '' }, undefined]);
    assert.equal(await call('services/a', 'files', '../../merged', '../../profile'), SUM);
    await call('services/a', 'report', '../../merged', '--reporter', 'lcov', '--report-dir', 'coverage');
    const lcov = readFileSync(repository.path('services/a/coverage/lcov.info'), 'utf8');
    assert.deepEqual(lcov.match(/(?<=^SF:).*$/gm), [
      'packages/shared/src/index.ts',
      'services/a/src/main.ts',
      'services/b/src/main.ts',
    ]);
    const html = repository.path('services/a/coverage/lcov-report/services/b/src/main.ts.html');
    assert.match(readFileSync(html, 'utf8'), /only_b/);
  });

  it('keeps the paths of a single package in its own directory', async () => {
    const printed = await call('services/a', 'files', 'profile', '--include', 'src/**');
    assert.equal(printed, 'src/main.ts  100.0%  2/2\ntotal        100.0%  2/2\n');
  });

  it('compares profiles of several packages, and finds lines and changes in them', async () => {
    await call('services/a', 'subtract', '../../profile', '../b/profile', '-o', 'difference');
    assert.match(
      await call('services/a', 'textfmt', 'difference'),
      /^packages\/shared\/src\/index\.ts:2\.3,2\.16 1 0$/m,
    );
    const profiles = ['profile', '../b/profile'];
    assert.equal(await call('services/a', 'who', 'src/main.ts:3', ...profiles), '(total)  1 time\n');
    git('commit', '--quiet', '--allow-empty', '-m', 'empty');
    const { files } = JSON.parse(await call('services/a', 'diff', '--base', 'HEAD', '--json', ...profiles));
    const measured = files.filter(({ isMeasured }: { readonly isMeasured: boolean }) => isMeasured);
    assert.deepEqual(
      measured.map(({ path }: { readonly path: string }) => path),
      ['packages/shared/src/index.ts', 'services/a/src/main.ts', 'services/b/src/main.ts'],
    );
  });
});
