/** What a person does: start the window, use the app, press Ctrl+C. */
import assert from 'node:assert/strict';
import { ask, SERVER } from '../support/apps.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

const OPEN = { env: { MANUAL_INTEGRATION: '1' } };

describe('Ctrl+C', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'src/main.ts': SERVER });
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function use(program: Program): Promise<void> {
    const [, port] = await program.printed(/listening on (\d+)/);
    await program.printed(/the app is ready/);
    assert.equal(await ask(port, '/hit'), 'hit');
  }

  function assertReported(program: Program): void {
    assert.match(program.output(), /1 passing/);
    assert.match(program.output(), /main\.ts +\|/);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { ...REACHED });
  }

  const REACHED = { main: 1, '(anonymous_1)': 1, '(anonymous_2)': 1, answer: 1, hit: 1, missed: 0 };

  it('in a terminal ends the window, and the report shows what was reached', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
    assert.match(program.output(), /the window ends: Ctrl\+C/);
  });

  it('in a terminal under npm still prints the report', async () => {
    const program = startInTerminal(project, 'npm run cover:manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    await program.exitCode;
    assertReported(program);
  });

  it('twice within 50 ms is one wish', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
  });

  it('again, as the report is drawn, is the same wish', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    await program.printed(/1 passing/);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
  });

  it('SIGINT to the whole process group ends the window', async () => {
    const program = startCovermain(project, ['manual'], OPEN);
    await use(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
  });

  it('loses no profile in 20 runs', async function () {
    this.timeout(300_000);
    for (let run = 1; run <= 20; run++) {
      const program = startInTerminal(project, 'npm run cover:manual', OPEN);
      await use(program);
      program.type(run % 2 === 0 ? CTRL_C : CTRL_C + CTRL_C);
      await program.exitCode;
      assertReported(program);
    }
  });
});
