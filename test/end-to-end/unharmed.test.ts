/** The app behaves as without covermain, and is counted. */
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

  it('stops in its own time with a once handler', async () => {
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

  it('reloads its settings on SIGHUP if it handles SIGHUP', async () => {
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

  it('loses no counts if its terminal is closed', async () => {
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

  it('may schedule work in beforeExit', async () => {
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

  it('has the grace period if close returns no promise', async () => {
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

  it('is not closed by calling a request handler that main returned', async () => {
    const program = open(`
      export function main() {
        setInterval(() => {}, 1000);
        return (request: { url: string }) => request.url;
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
  });

  it('fails if its module never finishes loading, as Node does with code 13', async () => {
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
    it(`starts as the main module if it is a guarded ${what}`, async () => {
      const file = what === 'CommonJS' ? 'src/start.cjs' : 'src/start.mjs';
      project = makeProject({ [file]: `${guard}\nfunction start() { console.log('started'); }` });
      const program = startCovermain(project, ['manual', file], { env: { MANUAL_INTEGRATION: '1' } });
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /^started$/m);
      assert.deepEqual(functionCounts(project, file), { start: 1 });
    });
  }

  it('keeps its profile if the reader of its output dies of the same Ctrl+C', async () => {
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
