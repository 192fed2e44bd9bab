/** Ctrl+C in a terminal, once or twice. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { ask, SERVER } from '../../support/apps.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../../support/program.js';
import { functionCounts, makeProject, type Project } from '../../support/project.js';

const OPEN = { env: { MANUAL_INTEGRATION: '1' } };

/** Blocks the event loop for a minute, and asks for a source again and again, as the HTML reporter does for many files. */
const SLOW_REPORTER = `
const { writeSync } = require('node:fs');
module.exports = class {
  execute(context) {
    writeSync(1, 'drawing\\n');
    const begin = Date.now();
    let isLate = false;
    while (Date.now() - begin < 60_000) {
      try {
        context.getSource(__filename);
      } catch {}
      if (isLate || Date.now() - begin < 1_200) continue;
      isLate = true;
      writeSync(1, 'a second later\\n');
    }
    writeSync(1, 'drawn\\n');
  }
};
`;

describe('pressing Ctrl+C', () => {
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

  it('in a terminal ends the window and prints the report', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
    assert.match(program.output(), /the window ends: Ctrl\+C/);
  });

  it('in a terminal under `covermain run` prints the table below the `^C` of the terminal', async () => {
    writeFileSync(project.path('src/wait.js'), "setInterval(String, 1000);\nconsole.log('ready');\n");
    const program = startInTerminal(project, 'covermain run --reporter text node src/wait.js');
    await program.printed(/ready/);
    program.type(CTRL_C);
    await program.exitCode;
    assert.match(program.output(), /\^C\r\n-+\|[-|]+\r\nFile +\|/);
    assert.match(program.output(), /wait\.js.* +\|/);
  });

  it('in a terminal under npm prints the report', async () => {
    const program = startInTerminal(project, 'npm run cover:manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    await program.exitCode;
    assertReported(program);
  });

  it('twice within 50 ms ends the window only once', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
  });

  it('again within a second does not interrupt the report', async () => {
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    await program.printed(/1 passing/);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 0, program.output());
    assertReported(program);
  });

  it('again after a second ends a slow report at once', async () => {
    writeFileSync(project.path('slow.cjs'), SLOW_REPORTER);
    writeFileSync(project.path('.nycrc'), JSON.stringify({ include: ['src/**'], reporter: ['./slow.cjs'] }));
    const program = startInTerminal(project, 'covermain manual', OPEN);
    await use(program);
    program.type(CTRL_C);
    await program.printed(/drawing/);
    await program.printed(/a second later/);
    program.type(CTRL_C);
    assert.notEqual(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /drawn/);
  });

  it('as SIGINT to the whole process group ends the window', async () => {
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
