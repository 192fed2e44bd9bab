/** A profile names its package by the name in package.json and by the directory in the repository. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { describePackage, findPackageByName, findRepositoryTop } from '../../../src/project/package.js';
import { makeRepository, manifestOf } from '../../support/monorepo.js';
import type { Project } from '../../support/project.js';

describe('describing a package', () => {
  let repository: Project;

  beforeEach(() => {
    repository = makeRepository({
      'package.json': '{}',
      'services/a/package.json': manifestOf('@shop/a'),
      'services/b/package.json': manifestOf(undefined),
      'services/c/package.json': 'no JSON',
    });
  });

  afterEach(() => repository.remove());

  const describeAt = (directory: string) => describePackage(repository.path(directory));

  it('returns the directory below the nearest Git repository', () => {
    mkdirSync(repository.path('.git'));
    assert.deepEqual(describeAt('services/a'), { name: '@shop/a', directory: 'services/a' });
    assert.deepEqual(describeAt('.'), { name: null, directory: '' });
    mkdirSync(repository.path('services/.git'));
    assert.deepEqual(describeAt('services/a'), { name: '@shop/a', directory: 'a' });
  });

  for (const [file, text] of [
    ['package.json', '{"workspaces":["services/*"]}'],
    ['pnpm-workspace.yaml', 'packages: ["services/*"]\n'],
  ] as const)
    it(`returns the directory below the outermost workspace without Git: ${file}`, () => {
      repository.remove();
      repository = makeRepository({
        [file]: text,
        'services/package.json': '{"workspaces":["*"]}',
        'services/a/package.json': manifestOf('@shop/a'),
      });
      assert.equal(findRepositoryTop(repository.path('services/a')), repository.root);
      assert.deepEqual(describeAt('services/a'), { name: '@shop/a', directory: 'services/a' });
    });

  it('returns no directory outside of a repository, and no name without one', () => {
    assert.deepEqual(describeAt('services/a'), { name: '@shop/a', directory: null });
    assert.deepEqual(describeAt('services/b'), { name: null, directory: null });
    assert.deepEqual(describeAt('services/c'), { name: null, directory: null });
  });

  it('returns the same for a symbolic link to the package', () => {
    mkdirSync(repository.path('.git'));
    symlinkSync(repository.path('services/a'), repository.path('node_modules/a'), 'dir');
    assert.deepEqual(describeAt('node_modules/a'), describeAt('services/a'));
  });

  it('finds a package by its name if only one has it', () => {
    assert.equal(findPackageByName(repository.root, '@shop/a'), repository.path('services/a'));
    assert.equal(findPackageByName(repository.root, '@shop/none'), undefined);
    repository.remove();
    repository = makeRepository({
      'one/package.json': manifestOf('twice'),
      'two/package.json': manifestOf('twice'),
      'node_modules/once/package.json': manifestOf('once'),
    });
    assert.equal(findPackageByName(repository.root, 'twice'), undefined);
    assert.equal(findPackageByName(repository.root, 'once'), undefined);
  });
});
