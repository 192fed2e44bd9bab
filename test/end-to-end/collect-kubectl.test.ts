/** Tests `covermain collect kubernetes` with programs that stand for a kubectl in trouble. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeBareProject, type Project } from '../support/project.js';

describe('covermain collect kubernetes', () => {
  let project: Project;

  beforeEach(() => {
    project = makeBareProject({});
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const collect = (kubectl: string, ...args: readonly string[]) => {
    const path = project.path('kubectl');
    writeFileSync(path, `#!${process.execPath}\n${kubectl}\n`);
    chmodSync(path, 0o755);
    return startCovermain(project, ['collect', 'kubernetes', '-l', 'app=x', '--kubectl', path, ...args]);
  };

  it('ends within its timeout if kubectl does not print the current context', async () => {
    const program = collect('setInterval(() => {}, 1e6)', '--timeout', '300ms');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.stderr(), /`kubectl config current-context` did not end within 300ms\./);
  });
});
