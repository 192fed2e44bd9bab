/** Every end of a window: exit code, report and counts. */
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, SERVER } from '../../support/apps.js';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project, reported } from '../../support/project.js';

const OPEN = { MANUAL_INTEGRATION: '1' };

describe('the window', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Runs `src/main.ts` in a window. */
  function open(main: string, env: Readonly<Record<string, string>> = {}): Program {
    project = makeProject({ 'src/main.ts': main });
    return startCovermain(project, ['manual'], { env: { ...OPEN, ...env } });
  }

  /** Presses Ctrl+C until the program ends. A signal less than a second after the last one counts as the same Ctrl+C. */
  async function interruptRepeatedly(program: Program): Promise<void> {
    const ended = program.exitCode.then(() => 'ended');
    do program.signalGroup('SIGINT');
    while ((await Promise.race([ended, delay(1_100)])) !== 'ended');
  }

  async function hit(program: Program): Promise<void> {
    const [, port] = await program.printed(/listening on (\d+)/);
    await program.printed(/the app is ready/);
    await ask(port, '/hit');
  }

  it('ends on SIGTERM to the group with 0', async () => {
    const program = open(SERVER);
    await hit(program);
    program.signalGroup('SIGTERM');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: SIGTERM/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('ends on SIGTERM to covermain alone with 0', async () => {
    const program = open(SERVER);
    await hit(program);
    process.kill(program.pid, 'SIGTERM');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('ends after COVER_TIMEOUT with 0', async () => {
    const program = open(SERVER, { COVER_TIMEOUT: '2s' });
    await hit(program);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window is open\. It ends after 2s or on Ctrl\+C\./);
    assert.match(program.output(), /the window ends: timeout of 2s/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('warns once if there is neither a terminal nor a timeout', async () => {
    const program = open(SERVER);
    await hit(program);
    program.signalGroup('SIGINT');
    await program.exitCode;
    assert.equal(
      program.output().split('there is no terminal and COVER_TIMEOUT is not set').length,
      2,
      program.output(),
    );
  });

  it('ends with 0 when the app has nothing left to do', async () => {
    const program = open(
      'export async function main() { console.log(work()); }\nfunction work() { return 1; }',
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: the app finished/);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 1, work: 1 });
  });

  it('ends before its timeout when the app finishes by itself', async () => {
    const program = open('export function main() {}', { COVER_TIMEOUT: '10m' });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: the app finished/);
  });

  it('keeps the exit code of an app that sets process.exitCode', async () => {
    const program = open('export function main() { process.exitCode = 4; }');
    assert.equal(await program.exitCode, 4, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('keeps the exit code of an app that calls process.exit', async () => {
    const program = open(SERVER.replace("return 'hit';", 'process.exit(3);'));
    await hit(program).catch(() => {}); // the app dies before it answers
    assert.equal(await program.exitCode, 3, program.output());
    assert.match(program.output(), /the window ends: the app exited with code 3/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('fails with 1 if main throws, and writes the profile', async () => {
    const program = open(
      "export function main() { fail(); }\nfunction fail() { throw new Error('no config'); }",
    );
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /Error: no config\n +at fail \(.*src\/main\.ts:2:\d+\)/);
    assert.equal(functionCounts(project, 'src/main.ts').fail, 1);
  });

  it('fails with 1 if main rejects', async () => {
    const program = open("export async function main() { await null; throw new Error('no database'); }");
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /no database/);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('fails with 1 if the module throws while it is loaded', async () => {
    const program = open("function check() { throw new Error('bad import'); }\ncheck();\nexport {};");
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /bad import/);
    assert.equal(functionCounts(project, 'src/main.ts').check, 1);
  });

  it('fails with 1 after a later exception, and closes the app', async () => {
    const program = open(`
      export function main() {
        const timer = setInterval(() => {}, 1000);
        setImmediate(() => { throw new Error('later'); });
        return () => { console.log('closed'); clearInterval(timer); };
      }`);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /later/);
    assert.match(program.output(), /closed/);
    assert.match(program.output(), /1 failing/);
  });

  it('fails with 1 after a later unhandled rejection', async () => {
    const program = open(`
      export function main() {
        setInterval(() => {}, 1000);
        setImmediate(() => { void Promise.reject(new Error('forgotten')); });
      }`);
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /forgotten/);
  });

  it('stays open if the app handles its exceptions itself', async () => {
    const program = open(`${SERVER}
      process.on('uncaughtException', survive);
      function survive(error: Error) { console.log('survived ' + error.message); }
      setImmediate(() => { throw new Error('later'); });`);
    await program.printed(/survived later/);
    await hit(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').survive, 1);
  });

  it('ends after the grace if the app does not close, and names open handles', async () => {
    const program = open(
      SERVER.replace(
        'return server;',
        'setInterval(() => {}, 1000); return { close: () => new Promise(() => {}) };',
      ),
      { COVER_GRACE: '200ms' },
    );
    await hit(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /did not close within 200ms .*a server listening on 127\.0\.0\.1:\d+/);
    assert.match(program.output(), /\d timer/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('ends at once if main returned nothing to close, even with an open port', async () => {
    const program = open(
      SERVER.replace('Promise<http.Server>', 'Promise<void>').replace('return server;', ''),
    );
    await hit(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /did not close/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('fails with 1 if closing fails', async () => {
    const program = open(
      "export function main() { setInterval(() => {}, 1000); console.log('listening on 1'); return { close() { throw new Error('stuck'); } }; }",
    );
    await program.printed(/ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /stuck/);
  });

  it("waits for the app's own signal handler, and counts it", async () => {
    const program = open(`${SERVER.replace('return server;', "process.on('SIGINT', () => stop(server));")}
      function stop(server: http.Server) { setTimeout(() => { server.close(); console.log('stopped'); }, 50); }`);
    await hit(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the app handles SIGINT itself/);
    assert.match(program.output(), /stopped/);
    assert.equal(functionCounts(project, 'src/main.ts').stop, 1);
  });

  it('stops at once with 130 on a second Ctrl+C, at least a second after the first', async () => {
    const program = open(SERVER.replace('return server;', 'return { close: () => new Promise(() => {}) };'), {
      COVER_GRACE: '10m',
    });
    await hit(program);
    program.signalGroup('SIGINT');
    await program.printed(/the window ends: Ctrl\+C/);
    await interruptRepeatedly(program);
    assert.equal(await program.exitCode, 130, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').hit, 1);
  });

  it('kills an app with a blocked event loop on a second Ctrl+C without regular flushes, and keeps its hits', async () => {
    const program = open("export function main() { console.log('blocked'); for (;;) {} }", {
      COVER_FLUSH: 'off',
    });
    await program.printed(/blocked/);
    await interruptRepeatedly(program);
    assert.equal(await program.exitCode, 130, program.output());
    assert.match(program.output(), /was killed\. Hits after its last flush are missing\./);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('keeps the last flush of an app with a blocked event loop, and reports the lost hits', async () => {
    const program = open("export function main() { console.log('blocked'); for (;;) {} }", {
      COVER_FLUSH: '20ms',
    });
    await program.printed(/blocked/);
    await interruptRepeatedly(program);
    assert.equal(await program.exitCode, 130, program.output());
    assert.match(program.output(), /was killed\. Hits after its last flush are missing\./);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('ends all windows of a run on a signal', async () => {
    project = makeProject({
      'src/main.ts': SERVER,
      'test-manual/another.ts':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.js'));",
    });
    const program = startCovermain(project, ['manual'], { env: OPEN });
    await hit(program);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /1 passing/);
    assert.match(program.output(), /1 pending/);
    assert.match(program.output(), /this window does not open, because the run was interrupted or stopped/);
  });

  it('opens one window after the other if each times out', async () => {
    project = makeProject({
      'src/main.ts': SERVER,
      'test-manual/another.ts':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/other.js'));",
      'src/other.ts': 'export function main() { setInterval(() => {}, 1000); other(); }\nfunction other() {}',
    });
    const program = startCovermain(project, ['manual'], { env: { ...OPEN, COVER_TIMEOUT: '2s' } });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /2 passing/);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
    assert.equal(functionCounts(project, 'src/other.ts').other, 1);
  });

  it('passes arguments after -- to the app', async () => {
    project = makeProject({
      'src/main.ts': 'export function main() { console.log(process.argv.slice(2)); }',
    });
    const program = startCovermain(project, ['manual', '--', '--port', '80'], { env: OPEN });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /\[ '--port', '80' \]/);
    assert.equal(reported(project, 'src/main.ts').s['0'], 1);
  });
});
