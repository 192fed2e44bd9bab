/** Facts about pipes, sockets and descriptors leave Node's `require` as it was. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileVersionOf } from '../../../src/platform/file-stats.js';
import { killLeftPrograms } from '../../support/program.js';
import { makeScratchProject, type Project } from '../../support/project.js';
import { startSource } from '../../support/sources.js';

/** Examinations of `pipe`, a path of a pipe. */
const EXAMINATIONS: readonly [name: string, code: string][] = [
  ['its owner', "load('platform/file-stats.ts').ownerOf(pipe)"],
  ['its time', "load('platform/file-stats.ts').modifiedAt(pipe)"],
  ['whether it is a regular file', "load('platform/regular-files.ts').readDataFileIfPossible(pipe)"],
  ['the descriptors of the process', "load('run/inherited-descriptors.cts').keepDescriptors(true)"],
];

describe('examining a pipe', () => {
  let project: Project;

  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    project = makeScratchProject({
      'real/first.js': '',
      'real/module.js': 'module.exports = __filename;',
    });
    symlinkSync('real', project.path('link'));
    execFileSync('mkfifo', [project.path('pipe')]);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  for (const [name, examination] of EXAMINATIONS)
    it(`for ${name} does not keep require from following symbolic links`, async () => {
      const program = startSource(`
        const pipe = ${JSON.stringify(project.path('pipe'))};
        for (const file of ['platform/file-stats.ts', 'platform/regular-files.ts', 'run/inherited-descriptors.cts']) load(file);
        require(${JSON.stringify(project.path('real/first.js'))}); // Node knows the directory from now on
        ${examination};
        const file = require(${JSON.stringify(project.path('link/module.js'))});
        console.log(file);`);
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stdout().trim(), project.path('real/module.js'));
    });
});

describe('the version of a file', () => {
  it('differs once the file was written or removed', () => {
    const project = makeScratchProject({ 'a.txt': 'a' });
    const path = project.path('a.txt');
    const first = fileVersionOf(path);
    assert.equal(fileVersionOf(path), first);
    writeFileSync(path, 'longer');
    const second = fileVersionOf(path);
    rmSync(path);
    assert.equal(new Set([first, second, fileVersionOf(path)]).size, 3);
    project.remove();
  });
});
