/** Tests apps with several processes and threads, and the warnings for every process or thread whose counts are lost. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { killLeftPrograms, type Program, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project } from '../../support/project.js';

describe('a run of covermain manual', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  function open(
    files: Readonly<Record<string, string>>,
    env: Readonly<Record<string, string>> = {},
  ): Program {
    project = makeProject(files);
    return startCovermain(project, ['manual'], { env: { MANUAL_INTEGRATION: '1', ...env } });
  }

  it('counts child processes, even if they are started with an empty environment', async () => {
    const program = open({
      'src/main.ts': `
        import { execFileSync, fork } from 'node:child_process';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          await once(fork(new URL('./child.mjs', import.meta.url)), 'exit');
          execFileSync(process.execPath, [new URL('./child.mjs', import.meta.url).pathname], { env: {} });
        }`,
      'src/child.mjs': 'work();\nfunction work() {}',
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functionCounts(project, 'src/child.mjs'), { work: 2 });
  });

  it('counts the workers of a cluster, which run the app and not the test', async () => {
    const program = open({
      'src/main.ts': `
        import cluster from 'node:cluster';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          if (cluster.isWorker) return work();
          for (const worker of [cluster.fork(), cluster.fork()]) await once(worker, 'exit');
        }
        function work(): void { console.log('a worker ran'); process.exit(0); }`,
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output().split('a worker ran').length, 3);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 3, work: 2 });
  });

  it('counts an entry that forks itself with arguments', async () => {
    project = makeProject({
      'src/start.ts': `
        import { fork } from 'node:child_process';
        if (process.argv[2] === 'child') child();
        else fork(process.argv[1] ?? '', ['child']);
        function child(): void { console.log('the child ran'); }`,
    });
    const program = startCovermain(project, ['manual', 'src/start.ts'], { env: { MANUAL_INTEGRATION: '1' } });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the child ran/);
    assert.deepEqual(functionCounts(project, 'src/start.ts'), { child: 1 });
  });

  it('counts worker threads that exit or are terminated; with the engine nyc, warns about terminated ones', async () => {
    const files = {
      'src/main.ts': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        export async function main(): Promise<void> {
          await once(new Worker(new URL('./exits.mjs', import.meta.url)), 'exit');
          const endless = new Worker(new URL('./endless.mjs', import.meta.url));
          await once(endless, 'message');
          await endless.terminate();
        }`,
      'src/exits.mjs': 'work();\nfunction work() {}',
      'src/endless.mjs': `
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', () => {});
        work();
        function work() {}
        parentPort.postMessage('started');`,
    };
    const program = open(files);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functionCounts(project, 'src/exits.mjs'), { work: 1 });
    assert.equal(functionCounts(project, 'src/endless.mjs').work, 1);
    assert.doesNotMatch(program.output(), /missing/);

    project.remove();
    const byNyc = open(files, { COVER_ENGINE: 'nyc' });
    assert.equal(await byNyc.exitCode, 0, byNyc.output());
    assert.deepEqual(functionCounts(project, 'src/exits.mjs'), { work: 1 });
    assert.match(byNyc.output(), /worker thread \d+ of process \d+ was terminated .*src\/endless\.mjs/);
    assert.doesNotMatch(byNyc.output(), /counts are missing for .*exits/);
  });

  it('counts threads without --import preloads; with the engine nyc, warns about those it does not count', async () => {
    const files = {
      'src/main.ts': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        export async function main(): Promise<void> {
          const file = new URL('./thread.cjs', import.meta.url);
          await once(new Worker(file), 'exit');
          await once(new Worker(file, { env: { OWN: '1' } }), 'exit');
          await once(new Worker('require(' + JSON.stringify(file.pathname) + ')', { eval: true }), 'exit');
        }`,
      'src/thread.cjs': "work();\nfunction work() { console.log('a thread ran'); }",
    };
    const program = open(files);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output().split('a thread ran').length, 4);
    assert.deepEqual(functionCounts(project, 'src/thread.cjs'), { work: 3 });

    project.remove();
    const byNyc = open(files, { COVER_ENGINE: 'nyc' });
    assert.equal(await byNyc.exitCode, 0, byNyc.output());
    assert.equal(byNyc.output().split('a thread ran').length, 4);
    const { work = 0 } = functionCounts(project, 'src/thread.cjs');
    const warnings = byNyc.output().match(/worker thread \d+ of process \d+ ran without counters\. /g);
    assert.equal((warnings?.length ?? 0) + work, 3, byNyc.output());
    assert.doesNotMatch(byNyc.output(), /was killed|was terminated/);
  });

  it('warns about a process that was killed after its thread had exited', async () => {
    const program = open({
      'src/main.ts': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          await once(fork(new URL('./child.mjs', import.meta.url)), 'exit');
        }`,
      'src/child.mjs': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        await once(new Worker(new URL('./thread.mjs', import.meta.url)), 'exit');
        process.kill(process.pid, 'SIGKILL');`,
      'src/thread.mjs': 'work();\nfunction work() {}',
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(
      program.output(),
      /process \d+ \(.*child\.mjs\) was killed(?:\. Hits after its last flush| before it wrote its profile)/,
    );
  });

  it('starts only the app whose window is open in a cluster worker', async () => {
    const program = open({
      'test-manual/main.ts': `
        import { testMain } from 'covermain/harness';
        testMain(() => import('../src/main.js'), { title: 'first' });
        testMain(() => import('../src/other.js'), { title: 'second' });`,
      'src/main.ts': `
        import cluster from 'node:cluster';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          if (cluster.isWorker) process.exit(0);
          await once(cluster.fork(), 'exit');
        }`,
      'src/other.ts': 'export function main(): void {}',
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 2 });
    assert.deepEqual(functionCounts(project, 'src/other.ts'), { main: 1 });
  });

  it('warns about a child process that was killed before it wrote its profile', async () => {
    const program = open({
      'src/main.ts': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          const child = fork(new URL('./child.mjs', import.meta.url));
          await once(child, 'message');
          child.kill('SIGKILL');
          await once(child, 'exit');
        }`,
      'src/child.mjs': "process.send('started');\nsetInterval(() => {}, 1000);",
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(
      program.output(),
      /process \d+ \(.*\) was killed before it wrote its profile\. .*src\/child\.mjs/,
    );
  });

  it('waits for a child process that takes longer to stop than the app', async () => {
    const program = open({
      'src/main.ts': `
        import { fork } from 'node:child_process';
        import { once } from 'node:events';
        export async function main(): Promise<void> {
          await once(fork(new URL('./child.mjs', import.meta.url)), 'message');
          process.exit(0);
        }`,
      'src/child.mjs': `
        process.send('started');
        process.on('disconnect', () => setTimeout(stop, 500));
        function stop() { process.exit(0); }`,
    });
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functionCounts(project, 'src/child.mjs').stop, 1);
    assert.doesNotMatch(program.output(), /missing|was killed/);
  });

  it('warns about a child process that is still running after the run', async () => {
    const program = open(
      {
        'src/main.ts': `
          import { fork } from 'node:child_process';
          import { once } from 'node:events';
          export async function main(): Promise<void> {
            const child = fork(new URL('./child.mjs', import.meta.url), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
            await once(child, 'message');
            process.exit(0);
          }`,
        'src/child.mjs': "process.send('started');\nsetInterval(() => {}, 1000);",
      },
      { COVER_GRACE: '100ms' },
    );
    assert.equal(await program.exitCode, 0, program.output());
    const warning =
      /process (\d+) \(.*child\.mjs\) is still running\. Hits after its last flush are missing\./;
    const [, pid] = await program.printed(warning);
    process.kill(Number(pid), 'SIGKILL');
  });

  it('exits with 1 and names the file when a profile is unreadable, and still reports the other counts', async () => {
    const program = open(
      {
        'src/main.ts': 'export function main(): void {}',
        'data/covcounters.run-1.7.torn': 'covcount',
      },
      { COVER_DIR: 'data' },
    );
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /data\/covcounters\.run-1\.7\.torn was left out/);
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('adds the counts of runs in one directory, and warns when the code has changed between them', async () => {
    const first = open({ 'src/main.ts': 'export function main(): void {}' }, { COVER_DIR: 'data' });
    assert.equal(await first.exitCode, 0, first.output());
    const again = () =>
      startCovermain(project, ['manual'], { env: { MANUAL_INTEGRATION: '1', COVER_DIR: 'data' } });
    const second = again();
    assert.equal(await second.exitCode, 0, second.output());
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 2 });
    assert.doesNotMatch(second.output(), /several versions/i);
    writeFileSync(project.path('src/main.ts'), 'export function main(): void { String(1); }');
    const third = again();
    assert.equal(await third.exitCode, 0, third.output());
    assert.match(third.output(), /Several versions of src\/main\.ts were measured\./);
  });

  it('warns that it measured no file, even if an earlier run wrote counts to the same directory', async () => {
    const first = open({ 'src/main.ts': 'export function main(): void {}' }, { COVER_DIR: 'data' });
    assert.equal(await first.exitCode, 0, first.output());
    assert.doesNotMatch(first.output(), /no file that ran was measured/);
    writeFileSync(project.path('other.ts'), 'export function main(): void {}');
    const env = { MANUAL_INTEGRATION: '1', COVER_DIR: 'data' };
    const second = startCovermain(project, ['manual', 'other.ts'], { env });
    assert.equal(await second.exitCode, 0, second.output());
    assert.match(second.output(), /no file that ran was measured\. .* were loaded: other\.ts/);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 1 });
  });

  it('exits with 1 when coverage is below a threshold of .nycrc', async () => {
    const nycrc = { include: ['src/**'], reporter: ['text'], 'check-coverage': true, functions: 90 };
    const program = open({
      '.nycrc': JSON.stringify(nycrc),
      'src/main.ts': 'export function main(): void {}\nexport function missed(): void {}',
    });
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.output(), /all files: 50% of functions are covered, below the threshold of 90%/);
  });
});
