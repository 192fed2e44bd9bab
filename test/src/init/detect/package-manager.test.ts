/** The package manager of a project, and its commands. */
import assert from 'node:assert/strict';
import {
  detectPackageManager,
  installCommand,
  scriptCommand,
} from '../../../../src/init/detect/package-manager.js';
import { isWorkspaceMember } from '../../../../src/init/detect/workspace.js';
import { listNextSteps } from '../../../../src/init/next-steps.js';
import { openInitProject } from '../../../../src/init/open-project.js';
import { type Files, makeScratchProject } from '../../../support/project.js';

function detect(files: Files, directories: readonly string[] = ['']): string {
  const project = makeScratchProject(files);
  try {
    return detectPackageManager(directories.map((directory) => project.path(directory)));
  } finally {
    project.remove();
  }
}

describe('detecting the package manager', () => {
  const FILES: readonly [manager: string, files: Files][] = [
    ['npm', {}],
    ['npm', { 'package-lock.json': '{}' }],
    ['npm', { 'npm-shrinkwrap.json': '{}' }],
    ['pnpm', { 'pnpm-lock.yaml': '' }],
    ['pnpm', { 'pnpm-workspace.yaml': '' }],
    ['yarn', { 'yarn.lock': '' }],
    ['bun', { 'bun.lock': '' }],
    ['bun', { 'bun.lockb': '' }],
    ['yarn', { 'package.json': '{ "packageManager": "yarn@4.1.0" }', 'package-lock.json': '{}' }],
    ['pnpm', { 'package.json': '{ "packageManager": "pnpm@9.0.0+sha1.x" }' }],
    ['npm', { 'package.json': '{ "packageManager": "other@1" }' }],
    ['npm', { 'package.json': '{ broken' }],
  ];
  for (const [manager, files] of FILES) {
    it(`finds ${manager} by ${JSON.stringify(files)}`, () => assert.equal(detect(files), manager));
  }

  it('prefers the nearest directory', () => {
    const files = { 'yarn.lock': '', 'services/a/package.json': '{}', 'services/b/pnpm-lock.yaml': '' };
    assert.equal(detect(files, ['services/a', '']), 'yarn');
    assert.equal(detect(files, ['services/b', '']), 'pnpm');
  });
});

describe('the commands of package managers', () => {
  it('install a package, into the root of a workspace, or into another package', () => {
    assert.equal(installCommand('npm', 'x', true, undefined), 'npm install --save-dev x');
    const member = { directory: 'a/b', isMember: true };
    assert.equal(installCommand('npm', 'x', false, member), 'npm --workspace a/b install --save-dev x');
    const other = { directory: 'a/b', isMember: false };
    assert.equal(installCommand('npm', 'x', false, other), 'npm --prefix a/b install --save-dev x');
    assert.equal(installCommand('yarn', 'x', false, other), 'yarn --cwd a/b add -D x');
    assert.equal(installCommand('pnpm', 'x', true, undefined), 'pnpm add -D -w x');
    assert.equal(installCommand('yarn', 'x', false, undefined), 'yarn add -D x');
    assert.equal(installCommand('bun', 'x', false, undefined), 'bun add -d x');
  });

  it('quote the directory of a package for a shell', () => {
    assert.equal(
      scriptCommand('pnpm', 'x', { directory: "it's a", isMember: true }),
      "pnpm --dir 'it'\\''s a' run x",
    );
  });
});

describe('finding out whether npm knows a package by --workspace', () => {
  const CASES: readonly [isMember: boolean, workspaces: unknown, directory: string][] = [
    [true, ['services/*'], 'services/a'],
    [true, { packages: ['./services/a/'] }, 'services/a'],
    [true, ['apps/**'], 'apps/x/y'],
    [true, ['{apps,services}/*'], 'services/a'],
    [false, ['services/*'], 'services/a/b'],
    [false, ['services/*', '!services/a'], 'services/a'],
    [true, ['!services/a', 'services/*'], 'services/a'],
    [false, ['ser.ices/*'], 'services/a'],
    [false, undefined, 'services/a'],
  ];
  for (const [isMember, workspaces, directory] of CASES) {
    it(`answers ${isMember} for ${directory} and ${JSON.stringify(workspaces)}`, () => {
      const project = makeScratchProject({
        'package.json': JSON.stringify({ workspaces }),
        [`${directory}/package.json`]: '{}',
      });
      try {
        assert.equal(isWorkspaceMember([project.path(directory), project.root]), isMember);
      } finally {
        project.remove();
      }
    });
  }

  it('ignores workspaces in a package of a workspace, as npm does', () => {
    const project = makeScratchProject({
      'package.json': '{ "workspaces": ["a"] }',
      'a/package.json': '{ "workspaces": ["b"] }',
      'a/b/package.json': '{}',
    });
    try {
      const [b, a] = [project.path('a/b'), project.path('a')];
      assert.equal(isWorkspaceMember([b, a, project.root]), false);
      assert.equal(isWorkspaceMember([a, project.root]), true);
    } finally {
      project.remove();
    }
  });
});

describe('the next steps', () => {
  function next(files: Files): readonly string[] {
    const project = makeScratchProject({ 'package.json': '{}', ...files });
    try {
      const { root } = openInitProject(project.root);
      return listNextSteps(openInitProject(root), root);
    } finally {
      project.remove();
    }
  }
  const RUN = 'MANUAL_INTEGRATION=1 npm run cover:manual';

  it('name the installation of covermain if the project lacks it', () => {
    assert.deepEqual(next({}), ['npm install --save-dev covermain', RUN]);
    assert.deepEqual(next({ 'pnpm-workspace.yaml': '' }).at(0), 'pnpm add -D -w covermain');
    assert.deepEqual(
      next({ 'yarn.lock': '', 'package.json': '{ "workspaces": [] }' }).at(0),
      'yarn add -D -W covermain',
    );
    const berry = { 'yarn.lock': '', '.yarnrc.yml': '', 'package.json': '{ "workspaces": [] }' };
    assert.deepEqual(next(berry).at(0), 'yarn add -D covermain');
  });

  it('leave it out if covermain is a dependency or is installed', () => {
    assert.deepEqual(next({ 'package.json': '{ "devDependencies": { "covermain": "1" } }' }), [RUN]);
    assert.deepEqual(next({ 'node_modules/covermain/package.json': '{}' }), [RUN]);
  });
});
