/** A profile without hashes chooses its package, but not the directories whose files a report shows. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { locatePackages } from '../../../../src/collect/packages/locate-packages.js';
import type { PackageOrigin } from '../../../../src/collect/packages/package-sums.js';
import { findTrustedRoots } from '../../../../src/collect/packages/trusted-roots.js';
import { makeRepository, manifestOf } from '../../../support/monorepo.js';
import type { Project } from '../../../support/project.js';
import { giveToSecondUser, requireSecondUser } from '../../../support/second-user.js';

describe('findTrustedRoots', () => {
  let repository: Project;

  beforeEach(() => {
    repository = makeRepository({
      'packages/a/package.json': manifestOf('a'),
      'packages/b/package.json': manifestOf('b'),
      'packages/unnamed/package.json': manifestOf(undefined),
      'packages/package.json': manifestOf('packages'),
      'private/creds.txt': '',
      '.aws/package.json': manifestOf('aws'),
      'packages/.hidden/sub/package.json': manifestOf('hidden'),
      'node_modules/dependency/package.json': manifestOf('dependency'),
      'other/package.json': manifestOf('other'),
      'other/nested/package.json': manifestOf('nested'),
    });
    mkdirSync(repository.path('.git'));
    mkdirSync(repository.path('other/.git'));
  });

  afterEach(() => repository.remove());

  const originOf = (name: string | null, directory: string | null, root = '/y'): PackageOrigin => ({
    package: { name, directory },
    root,
  });

  /** Returns the trusted roots of a command in a directory, relative to the repository. */
  function find(origins: readonly PackageOrigin[], from = 'packages/a'): readonly string[] {
    const roots = findTrustedRoots(origins, locatePackages(origins, repository.path(from)));
    return roots.map((path) => path.slice(repository.root.length + 1));
  }

  it('returns the root of the command and other packages of the repository', () => {
    const origins = [originOf('a', 'packages/a'), originOf('b', 'packages/b')];
    assert.deepEqual(find(origins), ['packages/a', 'packages/b']);
    assert.deepEqual(find(origins, 'packages/b'), ['packages/b', 'packages/a']);
    assert.deepEqual(find([{ package: undefined, root: undefined }]), ['packages/a']);
  });

  it('returns a package of a container, which is found by its name, or by its recorded root', () => {
    assert.deepEqual(find([originOf('b', null)]), ['packages/a', 'packages/b']);
    assert.deepEqual(find([originOf('b', null, repository.path('packages/b'))]), [
      'packages/a',
      'packages/b',
    ]);
  });

  for (const [reason, name, directory] of [
    ['is no package', 'x', 'private'],
    ['has another name', 'x', 'packages/b'],
    ['has no name', null, 'packages/unnamed'],
    ['does not exist', 'x', 'none'],
    ['contains the root of the command', 'packages', 'packages'],
    ['is the top of the repository', 'shop', ''],
    ['is hidden', 'aws', '.aws'],
    ['is in a hidden directory', 'hidden', 'packages/.hidden/sub'],
    ['is a dependency', 'dependency', 'node_modules/dependency'],
    ['is another repository', 'other', 'other'],
    ['is in another repository', 'nested', 'other/nested'],
  ] as const)
    it(`returns no directory that ${reason}`, () => {
      assert.deepEqual(find([originOf(name, directory)]), ['packages/a']);
    });

  it('returns no directory outside of the repository that a link leads to', () => {
    const outside = makeRepository({ 'package.json': manifestOf('outside') });
    try {
      symlinkSync(outside.root, repository.path('packages/link'), 'dir');
      symlinkSync('../.aws', repository.path('packages/hidden-link'), 'dir');
      const origins = [
        originOf('outside', 'packages/link'),
        originOf('aws', 'packages/hidden-link'),
        originOf('outside', null, outside.root),
      ];
      for (const origin of origins) assert.deepEqual(find([origin]), ['packages/a']);
    } finally {
      outside.remove();
    }
  });

  for (const marker of ['.git', 'package.json', 'pnpm-workspace.yaml'])
    it(`returns only the root of the command if another user created the ${marker} of the repository`, function () {
      requireSecondUser(this);
      const origins = [originOf('b', 'packages/b')];
      if (marker !== '.git') rmSync(repository.path('.git'), { recursive: true });
      if (marker === 'package.json') writeFileSync(repository.path(marker), '{"workspaces":["packages/*"]}');
      if (marker === 'pnpm-workspace.yaml')
        writeFileSync(repository.path(marker), 'packages: ["packages/*"]\n');
      assert.deepEqual(find(origins), ['packages/a', 'packages/b']);
      giveToSecondUser(repository.path(marker));
      assert.deepEqual(find(origins), ['packages/a']);
    });

  it('returns only the root of the command if the top of the repository belongs to another user', function () {
    requireSecondUser(this);
    giveToSecondUser(repository.root);
    assert.deepEqual(find([originOf('b', 'packages/b')]), ['packages/a']);
  });

  it('returns no package of another user', function () {
    requireSecondUser(this);
    giveToSecondUser(repository.path('packages/b/package.json'));
    assert.deepEqual(find([originOf('b', 'packages/b')]), ['packages/a']);
  });
});
