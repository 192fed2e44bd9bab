/** `covermain run` in a terminal and under supervisors: each signal reaches the program exactly once. */
import assert from 'node:assert/strict';
import { profileIn } from '../support/measured-programs.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  start,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Ends half a second after its first signal, so that a second one would be seen. */
const COUNTS = `
let signals = 0;
for (const name of ['SIGINT', 'SIGTERM', 'SIGUSR1']) process.on(name, count);
setInterval(String, 1000);
console.log('ready ' + process.pid + ' ' + process.ppid);
function count(name) {
  console.log('got ' + name + ' ' + ++signals);
  if (signals === 1) setTimeout(last, 500);
}
function last() { process.exit(5); }`;

const FILES = {
  'package.json': JSON.stringify({
    scripts: { start: 'covermain run --no-report --dir data/npm -- node src/counts.js' },
  }),
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false }),
  'src/counts.js': COUNTS,
  'src/waits.js': "wait(); function wait() { setInterval(String, 1000); console.log('ready'); }",
};

describe('a signal to covermain run', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function assertReceivedOnce(program: Program, signal: string): Promise<void> {
    const code = await program.exitCode;
    assert.deepEqual(program.output().match(/got \w+ \d+/g), [`got ${signal} 1`]);
    assert.equal(code, 5, program.output());
  }

  const RUN = 'covermain run --no-report --dir data/run -- node src/counts.js';

  for (const [title, commandLine] of [
    ['a terminal', RUN],
    ['a terminal, while stdin is a file', `sh -c 'exec ${RUN} </dev/null'`],
  ] as const) {
    it(`reaches the program once if it is the Ctrl+C of ${title}`, async () => {
      const program = startInTerminal(project, commandLine);
      await program.printed(/ready/);
      program.type(CTRL_C);
      await assertReceivedOnce(program, 'SIGINT');
    });
  }

  it('reaches the program once if npm passes it on, too', async () => {
    const program = startInTerminal(project, 'npm start --silent');
    await program.printed(/ready/);
    program.type(CTRL_C);
    await program.exitCode;
    assert.match(program.output(), /got SIGINT 1/);
    assert.doesNotMatch(program.output(), /got SIGINT 2/);
  });

  it('reaches the program once if it is sent to the command alone, in the foreground of a terminal', async () => {
    const program = startInTerminal(project, RUN);
    const [, command] = await program.printed(/ready \d+ (\d+)/);
    process.kill(Number(command), 'SIGINT');
    await assertReceivedOnce(program, 'SIGINT');
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGUSR1'] as const) {
    it(`reaches the program once if it is ${signal} to the command alone, and to the whole group`, async () => {
      const [alone, group] = ['alone', 'group'].map((name) =>
        startCovermain(project, [
          'run',
          '--no-report',
          '--dir',
          `data/${name}`,
          '--',
          'node',
          'src/counts.js',
        ]),
      );
      assert.ok(alone && group);
      await Promise.all([alone, group].map((program) => program.printed(/ready/)));
      process.kill(alone.pid, signal);
      group.signalGroup(signal);
      await Promise.all([alone, group].map((program) => assertReceivedOnce(program, signal)));
    });
  }

  it("stops a shell's loop when Ctrl+C kills the program, as without covermain", async () => {
    const loop =
      'for i in 1 2 3; do covermain run --no-report --dir data/loop -- node src/waits.js; done; echo END';
    const program = startInTerminal(project, `bash -c '${loop}'`);
    await program.printed(/ready/);
    program.type(CTRL_C);
    assert.equal(await program.exitCode, 130, program.output());
    assert.equal(program.output().match(/ready/g)?.length, 1);
    assert.doesNotMatch(program.output(), /END/);
    assert.deepEqual(profileIn(project, 'data/loop').functions('src/waits.js'), { wait: 1 });
  });

  it('leaves no process when the command itself is killed', async () => {
    const program = start(project, 'sh', ['-c', `exec ${RUN}`], {
      env: { PATH: `${project.path('node_modules/.bin')}:${process.env.PATH}` },
    });
    const [, pid] = await program.printed(/ready (\d+)/);
    process.kill(program.pid, 'SIGKILL');
    process.kill(Number(pid), 'SIGKILL');
    // The group stays as long as it has a process, such as one that waits for the signals of the group.
    await program.ended;
    for (let exists = true; exists; ) {
      try {
        program.signalGroup(0 as unknown as NodeJS.Signals);
        await new Promise(setImmediate);
      } catch {
        exists = false;
      }
    }
  });
});
