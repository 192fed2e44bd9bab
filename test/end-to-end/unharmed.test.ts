/** The app behaves as it does without us: its handlers, its flushes, its exit; and what it did is counted. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { SERVER } from '../support/apps.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

describe('an app', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  function open(main: string, args: readonly string[] = []): Program {
    project = makeProject({ 'src/main.ts': main });
    return startCovermain(project, ['manual', ...args], { env: { MANUAL_INTEGRATION: '1' } });
  }

  it('stops in its own time by a handler that listens once', async () => {
    const program = open(`
      export function main(): void {
        const timer = setInterval(() => {}, 1000);
        process.once('SIGINT', () => setTimeout(() => { stopped(); clearInterval(timer); }, 100));
      }
      function stopped(): void {}`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').stopped, 1);
  });

  it('keeps the exit code of its own signal handler', async () => {
    const program = open(`
      export function main(): void {
        setInterval(() => {}, 1000);
        process.on('SIGTERM', () => process.exit(7));
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGTERM');
    assert.equal(await program.exitCode, 7, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('reads its settings again on SIGHUP, if it handles that', async () => {
    const program = open(`
      export function main(): void {
        setInterval(() => {}, 1000);
        process.on('SIGHUP', reload);
      }
      function reload(): void { console.log('reloaded'); }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGHUP');
    await program.printed(/reloaded/);
    program.signalGroup('SIGTERM');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').reload, 1);
  });

  it('loses nothing where its terminal goes away', async () => {
    const program = open('export function main(): void { setInterval(() => {}, 1000); }');
    await program.printed(/the app is ready/);
    program.signalGroup('SIGHUP');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: SIGHUP/);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('may remove all listeners of a signal', async () => {
    const program = open(`
      export function main(): void {
        setInterval(() => {}, 1000);
        process.removeAllListeners('SIGINT');
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('may have more to do when it has nothing left to do', async () => {
    const program = open(`
      export function main(): void { process.once('beforeExit', () => setTimeout(flushed, 100)); }
      function flushed(): void {}`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').flushed, 1);
  });

  it('may handle an exception once', async () => {
    const program = open(`
      export function main(): void {
        process.prependOnceListener('uncaughtException', survived);
        setImmediate(() => { throw new Error('once'); });
      }
      function survived(): void {}`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').survived, 1);
  });

  it('is given the grace by a close that does not tell when it is done', async () => {
    const program = open(`
      export function main() {
        const timer = setInterval(() => {}, 1000);
        return { close() { setTimeout(() => { flushed(); clearInterval(timer); }, 100); } };
      }
      function flushed(): void {}`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').flushed, 1);
  });

  it('is not called as a close where it is a function that takes requests', async () => {
    const program = open(`
      export function main() {
        setInterval(() => {}, 1000);
        return (request: { url: string }) => request.url;
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
  });

  it('fails where its module never finishes loading, which Node ends with 13', async () => {
    const program = open('await new Promise(() => {});\nexport {};');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /The app did not finish loading/);
  });

  for (const [what, guard] of [
    ['CommonJS', 'if (require.main === module) start();'],
    [
      'ES module',
      "import { pathToFileURL } from 'node:url';\nif (import.meta.url === pathToFileURL(process.argv[1]).href) start();",
    ],
  ] as const) {
    it(`starts as a main module where it is a guarded ${what}`, async () => {
      const file = what === 'CommonJS' ? 'src/start.cjs' : 'src/start.mjs';
      project = makeProject({ [file]: `${guard}\nfunction start() { console.log('started'); }` });
      const program = startCovermain(project, ['manual', file], { env: { MANUAL_INTEGRATION: '1' } });
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /^started$/m);
      assert.deepEqual(functionCounts(project, file), { start: 1 });
    });
  }

  it('keeps its profile where the reader of the output dies of the same Ctrl+C', async () => {
    project = makeProject({ 'src/main.ts': SERVER });
    const line = 'covermain manual 2>&1 | tee log; wc -c log';
    const program = startInTerminal(project, line, { env: { MANUAL_INTEGRATION: '1', COVER_DIR: 'data' } });
    await program.printed(/the app is ready/);
    program.type(CTRL_C);
    await program.exitCode;
    await waitForReport(project);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });
});

/** The shell does not wait for what is left of a pipeline whose last command was interrupted. */
async function waitForReport(project: Project): Promise<void> {
  const script = 'until [ -s coverage/coverage-final.json ]; do sleep 0.05; done';
  execFileSync('timeout', ['30', 'sh', '-c', script], { cwd: project.root });
}
