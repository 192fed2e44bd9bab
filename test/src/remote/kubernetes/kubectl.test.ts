/** Tests how kubectl is run, with a program of Node that stands for it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { isRunning } from '../../../../src/platform/is-running.js';
import {
  type Kubectl,
  runKubectl,
  startKubectl,
  tryKubectl,
} from '../../../../src/remote/kubernetes/kubectl.js';
import { takePort } from '../../../support/ports.js';
import { makeScratchProject, type Project } from '../../../support/project.js';

const { signal } = new AbortController();

describe('running kubectl', () => {
  let project: Project;
  let kubectl: Kubectl;

  before(() => {
    project = makeScratchProject({});
    kubectl = { program: project.path('kubectl'), context: '--x', environment: process.env };
  });
  after(() => project.remove());

  /** Makes kubectl run code. */
  const runs = (code: string) => {
    writeFileSync(kubectl.program, `#!${process.execPath}\n${code}\n`);
    chmodSync(kubectl.program, 0o755);
  };

  it('passes arguments unchanged, and options that cannot become others', async () => {
    runs('process.stdout.write(JSON.stringify(process.argv.slice(2)))');
    const args = ['get', '--selector=a=$(id); rm *', '"quoted" \\ %PATH%'];
    const output = await runKubectl(kubectl, { namespace: '-A', args, signal, limit: 1_000 });
    assert.deepEqual(JSON.parse(output.toString()), ['--context=--x', '--namespace=-A', ...args]);
  });

  it('sends the input, and returns a failure as it is', async () => {
    runs(
      "process.stdin.on('data', (data) => { console.log(String(data)); console.error('why'); process.exit(3); })",
    );
    const result = await tryKubectl(kubectl, {
      namespace: null,
      args: [],
      signal,
      limit: 1_000,
      input: 'in',
    });
    assert.deepEqual(result, { exitCode: 3, stdout: Buffer.from('in\n'), stderr: 'why\n' });
  });

  it('ends a kubectl that prints too much', async () => {
    runs("setInterval(() => process.stdout.write('x'.repeat(1e4)), 1)");
    const result = runKubectl(kubectl, { namespace: null, args: ['get'], signal, limit: 1e5 });
    await assert.rejects(result, { code: 'KUBECTL_FAILED', message: /printed more than 100000 bytes/ });
  });

  it('returns although a daemon that kubectl has started keeps its output open, silent or not', async () => {
    for (const daemon of ['', "setInterval(() => console.error('log'), 20);"]) {
      runs(`const child = require('node:child_process').spawn(process.execPath,
          ['-e', "setTimeout(() => {}, 20_000);" + ${JSON.stringify(daemon)}], { detached: true, stdio: 'inherit' });
        child.unref();
        process.stdout.write(child.pid + ' ' + 'x'.repeat(1e5));`);
      const controller = new AbortController();
      const command = { namespace: null, args: [], signal: controller.signal, limit: 2e5 };
      const result = tryKubectl(kubectl, command);
      if (daemon !== '') setTimeout(() => controller.abort(new Error('enough')), 1_000);
      if (daemon === '') assert.equal((await result).stdout.toString().split(' ')[1]?.length, 1e5);
      else await assert.rejects(result, /enough/);
    }
  }).timeout(10_000);

  it('keeps only the end of a long stderr', async () => {
    runs("process.stderr.write('x'.repeat(1e6) + 'end', () => process.exit(1))");
    const { stderr } = await tryKubectl(kubectl, { namespace: null, args: [], signal, limit: 1_000 });
    assert.match(stderr, /^x{10000,17000}end$/);
  });

  it('rejects with the reason of a signal that is aborted before and during the run', async () => {
    runs('setInterval(() => {}, 1e6)');
    const reason = new Error('enough');
    const options = { namespace: null, args: [], limit: 1_000 };
    await assert.rejects(tryKubectl(kubectl, { ...options, signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const result = tryKubectl(kubectl, { ...options, signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(result, reason);
  });

  it('kills a kubectl that ignores SIGTERM, with its children', async () => {
    runs(`process.on('SIGTERM', () => {});
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'],
        { stdio: 'ignore' });
      console.log(child.pid); setInterval(() => {}, 1e6);`);
    const running = await startKubectl(kubectl, { namespace: null, args: [] });
    const printed = await new Promise<Buffer>((resolve) => running.child.stdout?.once('data', resolve));
    const pids = [Number(running.child.pid), Number(printed.toString())];
    assert.deepEqual(pids.map(isRunning), [true, true]);
    await running.end();
    assert.equal(running.child.signalCode, 'SIGKILL');
    assert.equal(isRunning(pids[0] ?? 0), false);
  });

  it('is killed with this process, while others that have ended are left alone', async () => {
    const server = createServer();
    const { port, close } = await takePort(server);
    runs(`if (process.argv.includes('short')) process.exit();
      require('node:net').connect(${port}, '127.0.0.1');`);
    const script = `import { startKubectl, tryKubectl } from './src/remote/kubernetes/kubectl.ts';
      const kubectl = ${JSON.stringify({ program: kubectl.program, context: null })};
      const { signal } = new AbortController();
      const start = () => startKubectl({ ...kubectl, environment: process.env }, { namespace: null, args: ['long'] });
      await start();
      await tryKubectl({ ...kubectl, environment: process.env }, { namespace: null, args: ['short'], signal, limit: 10 });
      await start();`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const closed: Promise<unknown>[] = [];
    for await (const [socket] of on(server, 'connection') as AsyncIterable<[Socket]>) {
      socket.on('error', () => {});
      if (closed.push(once(socket.resume(), 'close')) === 2) break;
    }
    process.kill(-(parent.pid ?? assert.fail()), 'SIGKILL');
    await Promise.all(closed);
    await close();
  });

  it('fails if the program does not exist', async () => {
    const missing = { ...kubectl, program: project.path('missing') };
    await assert.rejects(tryKubectl(missing, { namespace: null, args: [], signal, limit: 1 }), {
      code: 'KUBECTL_MISSING',
      message: /Cannot run .*missing: no such program\. Install kubectl, or name it with --kubectl/,
    });
  });
});
