/** An app keeps its own handlers, flushes and exit code under `covermain manual`, and its profile keeps all hits. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { SERVER } from '../../support/apps.js';
import {
  CTRL_C,
  killLeftPrograms,
  type Program,
  startCovermain,
  startInTerminal,
} from '../../support/program.js';
import { functionCounts, makeProject, type Project } from '../../support/project.js';

describe('an app under covermain manual', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  function open(main: string, args: readonly string[] = []): Program {
    project = makeProject({ 'src/main.ts': main });
    return startCovermain(project, ['manual', ...args], { env: { MANUAL_INTEGRATION: '1' } });
  }

  it('finishes its own shutdown when it handles SIGINT with a once listener', async () => {
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

  it('exits with the exit code of its own signal handler', async () => {
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

  it('keeps running after SIGHUP if it handles the signal', async () => {
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

  it('keeps its hits and exits with 0 when its terminal is closed', async () => {
    const program = open('export function main(): void { setInterval(() => {}, 1000); }');
    await program.printed(/the app is ready/);
    program.signalGroup('SIGHUP');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: SIGHUP/);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('ends with its hits on SIGINT after it has removed all listeners of the signal', async () => {
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

  it('finishes work that its beforeExit listener starts', async () => {
    const program = open(`
      export function main(): void { process.once('beforeExit', () => setTimeout(flushed, 100)); }
      function flushed(): void {}`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').flushed, 1);
  });

  it('survives an exception that its own once listener handles', async () => {
    const program = open(`
      export function main(): void {
        process.prependOnceListener('uncaughtException', survived);
        setImmediate(() => { throw new Error('once'); });
      }
      function survived(): void {}`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/main.ts').survived, 1);
  });

  it('gets the grace period to finish after a close method that returns no promise', async () => {
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

  it('can return a request handler from main, which is not called as a close function', async () => {
    const program = open(`
      export function main() {
        setInterval(() => {}, 1000);
        return (request: { url: string }) => request.url;
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 0, program.output());
  });

  it('fails with an error when its module never finishes loading, where Node exits with 13', async () => {
    const program = open('await new Promise(() => {});\nexport {};');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /The app did not finish loading/);
    assert.doesNotMatch(program.output(), /^ +at /m);
  });

  it('fails with the stack of the app alone when closing it throws', async () => {
    const program = open(`
      export function main() {
        setInterval(() => {}, 1000);
        return { close: async function failToClose() { throw new Error('still busy'); } };
      }`);
    await program.printed(/the app is ready/);
    program.signalGroup('SIGINT');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /CovermainError: The app failed to close: see the cause\./);
    assert.match(program.output(), /still busy\n +at .*failToClose \(.*main\.ts:4:/);
    assert.doesNotMatch(program.output(), /\/dist\/|requireOrderlyEnd/);
  });

  for (const [moduleKind, guard] of [
    ['CommonJS', 'if (require.main === module) start();'],
    [
      'an ES module',
      "import { pathToFileURL } from 'node:url';\nif (import.meta.url === pathToFileURL(process.argv[1]).href) start();",
    ],
  ] as const) {
    it(`starts as the main module when ${moduleKind} guards its start`, async () => {
      const file = moduleKind === 'CommonJS' ? 'src/start.cjs' : 'src/start.mjs';
      project = makeProject({ [file]: `${guard}\nfunction start() { console.log('started'); }` });
      const program = startCovermain(project, ['manual', file], { env: { MANUAL_INTEGRATION: '1' } });
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /^started$/m);
      assert.deepEqual(functionCounts(project, file), { start: 1 });
    });
  }

  it('writes its report when the reader of its output dies of the same Ctrl+C', async () => {
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

/** Waits for the report. The shell does not wait for the rest of a pipeline whose last command was interrupted. */
async function waitForReport(project: Project): Promise<void> {
  const script = 'until [ -s coverage/coverage-final.json ]; do sleep 0.05; done';
  execFileSync('timeout', ['30', 'sh', '-c', script], { cwd: project.root });
}
