/** The sentinel distinguishes signals to the process group from signals to one process. */
import assert from 'node:assert/strict';
import { killLeftPrograms, start } from '../../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../../support/project.js';

const LISTENS = `
import { openGroupSentinel } from '${REPOSITORY}/src/run/group-sentinel.ts';
const sentinel = openGroupSentinel();
for (const name of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const)
  process.on(name, async () => console.log(name, (await sentinel.hasReached(name)) ? 'group' : 'alone'));
process.stdin.on('end', sentinel.close).resume();
console.log('listens');`;

describe('the group sentinel', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  it('recognizes each of several signals to the group and to the process alone', async () => {
    project = makeProject({ 'listens.ts': LISTENS });
    const tsx = `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`;
    const program = start(project, process.execPath, ['--import', tsx, 'listens.ts'], {});
    await program.printed(/listens/);
    const expected: string[] = [];
    for (const [signal, isGroup] of [
      ['SIGINT', true],
      ['SIGINT', false],
      ['SIGTERM', false],
      ['SIGUSR1', true],
      ['SIGINT', true],
      ['SIGTERM', true],
    ] as const) {
      if (isGroup) program.signalGroup(signal);
      else process.kill(program.pid, signal);
      expected.push(`${signal} ${isGroup ? 'group' : 'alone'}`);
      await program.printed(new RegExp(expected.join('\\s+')));
    }
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  });
});
