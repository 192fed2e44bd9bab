/** A symbolic link to a measured file is no second file. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

describe('symbolic links to measured files', () => {
  let project: Project;

  before(() => {
    project = makeProject({
      'package.json': '{}',
      '.nycrc': '{"include":["src/**"],"reporter":["text"]}',
      'src/main.js': "require('./link.js'); require('./linked/inner.js');",
      'src/target.js': 'exports.a = 1;',
      'src/real/inner.js': 'exports.b = 2;',
      'src/real/never.js': 'exports.c = 3;',
    });
    symlinkSync('target.js', project.path('src/link.js'));
    symlinkSync('real', project.path('src/linked'));
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  async function reportedFiles(...options: readonly string[]): Promise<readonly string[]> {
    const program = startCovermain(project, ['run', 'node', ...options, 'src/main.js']);
    assert.equal(await program.exitCode, 0, program.output());
    const rows = program.stdout().matchAll(/^ +(\S+\.js) +\| +([\d.]+) /gm);
    return [...rows].map(([, file, percent]) => `${file} ${percent}`).sort();
  }

  it('are reported under the path that Node loads, each file once', async () => {
    assert.deepEqual(await reportedFiles(), ['inner.js 100', 'main.js 100', 'never.js 0', 'target.js 100']);
    const preserved = await reportedFiles('--preserve-symlinks');
    assert.deepEqual(preserved, ['inner.js 100', 'link.js 100', 'main.js 100', 'never.js 0']);
  });
});
