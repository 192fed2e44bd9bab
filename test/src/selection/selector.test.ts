/** Tests which files are measured: files of the project, except dependencies, that nyc's rules select. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSelector, isProjectFile } from '../../../src/selection/selector.js';
import type { Selection } from '../../../src/settings/run-context.js';

const FILES: readonly [file: string, expected: boolean][] = [
  ['/srv/app/main.ts', true],
  ['/srv/app/src/deep/a.js', true],
  ['/srv/app/.config/a.js', true],
  ['/srv/app/src/node_modules.ts', true],
  ['/srv/app/..generated/a.ts', true],
  ['/srv/app/my_node_modules/a.js', true],
  ['/srv/app/node_modules/express/index.js', false],
  ['/srv/app/packages/b/node_modules/c/index.js', false],
  ['/srv/app/src/data.json', false],
  ['/srv/application/main.ts', false],
  ['/srv/app-two/main.ts', false],
  ['/srv/main.ts', false],
  ['/elsewhere/main.ts', false],
];

describe('isProjectFile', () => {
  for (const [file, expected] of FILES) {
    it(`returns ${expected} for ${file} in /srv/app`, () => {
      assert.equal(isProjectFile({ ...SELECTION, root: '/srv/app' }, file), expected);
    });
  }

  it('returns true for a dependency if those are not excluded', () => {
    const selection = { ...SELECTION, root: '/srv/app', excludeNodeModules: false };
    assert.equal(isProjectFile(selection, '/srv/app/node_modules/express/index.js'), true);
    assert.equal(isProjectFile(selection, '/srv/other/node_modules/express/index.js'), false);
  });

  for (const name of ['node:fs', 'src/main.ts']) {
    it(`returns false for ${name}, which is not an absolute path`, () => {
      assert.equal(isProjectFile({ ...SELECTION, root: process.cwd() }, name), false);
    });
  }
});

const SELECTION: Selection = {
  root: '',
  include: ['src/**'],
  exclude: ['**/*.test.ts'],
  extension: ['.ts', '.js'],
  excludeNodeModules: true,
};

describe('a selector', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function create(...files: readonly string[]): void {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
  }

  it('selects files that are included, not excluded, and have a configured extension', () => {
    const selector = createSelector({ ...SELECTION, root });
    const selected = (file: string) => selector.isSelected(join(root, file));
    assert.equal(selected('src/main.ts'), true);
    assert.equal(selected('src/deep/a.js'), true);
    assert.equal(selected('src/main.test.ts'), false);
    assert.equal(selected('src/style.css'), false);
    assert.equal(selected('lib/main.ts'), false);
    assert.equal(selected('src/node_modules/a/index.js'), false);
  });

  it('selects dependencies if the configuration includes them', () => {
    const selector = createSelector({ ...SELECTION, include: [], excludeNodeModules: false, root });
    assert.equal(selector.isSelected(join(root, 'node_modules/a/index.js')), true);
  });

  it('lists every selected file below the root', () => {
    create('src/main.ts', 'src/deep/a.js', 'src/main.test.ts', 'src/style.css', 'lib/main.ts');
    const files = createSelector({ ...SELECTION, root }).listFiles();
    assert.deepEqual(files.toSorted(), ['src/deep/a.js', 'src/main.ts']);
  });

  it('lists no path that leads through a symbolic link below the root, unless the link is broken', () => {
    create('src/main.ts', 'src/deep/a.js', 'lib/other.js');
    symlinkSync('main.ts', join(root, 'src/link.ts'));
    symlinkSync('deep', join(root, 'src/linked'));
    symlinkSync('../lib/other.js', join(root, 'src/other.js'));
    symlinkSync('nowhere.js', join(root, 'src/broken.js'));
    const files = createSelector({ ...SELECTION, root }).listFiles();
    assert.deepEqual(files.toSorted(), ['src/broken.js', 'src/deep/a.js', 'src/main.ts']);
  });
});
