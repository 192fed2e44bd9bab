import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { installPacked, packRepository } from '../support/packed-package.js';
import { makeScratchProject, type Project } from '../support/project.js';

describe('installing the packed package', () => {
  const projects: Project[] = [];

  function install(suite: Mocha.Context, manifest: object): Project {
    const project = makeScratchProject({ 'package.json': JSON.stringify(manifest) });
    projects.push(project);
    installPacked(project.root, ['ms@2'], suite);
    return project;
  }

  after(() => {
    for (const project of projects) project.remove();
  });

  it('adds the packages to package.json, except for those that it lists already', function () {
    const project = install(this, { name: 'app', devDependencies: { ms: '*' } });
    assert.deepEqual(JSON.parse(readFileSync(project.path('package.json'), 'utf8')), {
      name: 'app',
      dependencies: {},
      devDependencies: { covermain: `file:${packRepository().tarball}`, ms: '*' },
    });
  });

  it('shares the files of projects with the same packages', function () {
    const [one, two] = [install(this, {}), install(this, {})];
    const inodes = [one, two].map((project) => statSync(project.path('node_modules/ms/index.js')).ino);
    assert.equal(inodes[0], inodes[1]);
  });

  it('installs the executable', function () {
    const project = install(this, {});
    const { version } = JSON.parse(readFileSync(project.path('node_modules/covermain/package.json'), 'utf8'));
    const options = { cwd: project.root, encoding: 'utf8' } as const;
    assert.equal(execFileSync('npx', ['covermain', '--version'], options), `${version}\n`);
  });
});
