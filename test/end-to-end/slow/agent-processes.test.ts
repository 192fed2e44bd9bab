/** Tests runs of many processes that end in different ways: the profiles of a run add up to exactly the code that ran. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { listSockets } from '../../../src/agent/peers/socket-path.js';
import { agentOf } from '../../support/live-agents.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../../support/measured-programs.js';
import { killLeftPrograms } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { onceIn } from '../../support/wait-for-files.js';

/** Number of child processes in one run. Each ends right after it has started. */
const MANY = 500;

const FILES = {
  'package.json': '{}',
  'src/work.js': 'exports.work = work; function work() {}',
  // Each worker that is not killed ends with hits that no flush has written yet.
  'src/cluster.js': `
    const cluster = require('node:cluster');
    const { once } = require('node:events');
    const { work } = require('./work.js');
    const ENDS = ['SIGTERM', 'SIGINT', 'SIGKILL', 'disconnect', 'exit'];
    if (cluster.isPrimary) void main();
    else serve();
    async function main() {
      for (const how of await Promise.all(ENDS.map(runWorker))) console.log(how);
    }
    async function runWorker(how) {
      const worker = cluster.fork({ HOW: how });
      await once(worker, 'message');
      const ended = once(worker, 'exit');
      if (how === 'disconnect') worker.disconnect();
      else if (how === 'exit') worker.send('exit');
      else worker.process.kill(how);
      return [how, ...(await ended)].join();
    }
    function serve() {
      require('node:http').createServer().listen(0, async () => {
        await (await import('covermain')).dump();
        if (process.env.HOW !== 'SIGKILL') work();
        process.once('message', () => process.exit(7));
        process.send('ready');
      });
      work();
    }`,
  'src/parent.js': `
    const { spawn } = require('node:child_process');
    const options = { detached: true, stdio: 'ignore' };
    start(); start({ env: {} });
    function start(more) {
      const child = spawn(process.execPath, [__dirname + '/orphan.js'], { ...options, ...more });
      child.unref();
      console.log(child.pid);
    }`,
  'src/orphan.js': `
    const { work } = require('./work.js');
    let calls = 0;
    setInterval(call, 1);
    process.on('SIGTERM', stop);
    function call() { calls++; work(); }
    function stop() { require('node:fs').writeFileSync('calls.' + process.pid, String(calls)); process.exit(); }`,
  'src/many.js': `
    const { spawn } = require('node:child_process');
    let left = ${MANY};
    process.stdin.once('data', stop);
    for (let lane = 0; lane < 8; lane++) next();
    function next() { if (left-- > 0) start(); else if (left === -8) console.log('all have ended'); }
    function start() {
      const env = left % 2 ? undefined : {};
      spawn(process.execPath, [__dirname + '/short.js'], { stdio: 'ignore', env }).on('exit', next);
    }
    function stop() { process.stdin.destroy(); }`,
  'src/short.js': "require('./work.js').work();",
};

describe('the profile of a run of many processes', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
    mkdirSync(project.path('.covermain'), { mode: 0o700 });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  const measuringBy = async (env = {}): Promise<Measuring> => (await prepareMeasuring(project, env))();

  it('has the exact hits of cluster workers that are killed, disconnected or exit', async () => {
    const { env, functions } = await measuringBy({ COVER_FLUSH: '1h' });
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/cluster.js'], env));
    assert.equal(code, 0, stderr);
    const workerEnds = ['SIGTERM,,SIGTERM', 'SIGINT,,SIGINT', 'SIGKILL,,SIGKILL', 'disconnect,0,', 'exit,7,'];
    assert.deepEqual(stdout.trim().split('\n'), workerEnds);
    assert.deepEqual(functions('src/work.js'), { work: 9 });
    const { serve, runWorker } = functions('src/cluster.js');
    assert.deepEqual({ serve, runWorker }, { serve: 5, runWorker: 5 });
    // Only the worker that SIGKILL ended leaves its socket.
    assert.equal(listSockets(project.root).length, 1);
  });

  it('has the exact hits of detached children that outlive their parent', async () => {
    const { env, functions } = await measuringBy({ COVER_FLUSH: '20ms' });
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/parent.js'], env));
    assert.equal(code, 0, stderr);
    const pids = stdout.trim().split('\n').map(Number);
    const socketDirectory = project.path('.covermain');
    const liveSockets = () => listSockets(project.root).filter(({ pid }) => pids.includes(pid)).length;
    try {
      await onceIn(socketDirectory, () => liveSockets() === 2 || undefined);
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGTERM');
    }
    // A process removes its socket after it has written its last profile.
    await onceIn(socketDirectory, () => liveSockets() === 0 || undefined);
    const calls = pids.map((pid) => Number(readFileSync(project.path(`calls.${pid}`), 'utf8')));
    assert.deepEqual(functions('src/work.js'), { work: calls.reduce((sum, count) => sum + count) });
    assert.deepEqual(functions('src/parent.js'), { start: 2 });
    assert.equal(functions('src/orphan.js').stop, 2);
  });

  it(`has the exact hits of ${MANY} short-lived children, and so has the agent of their parent`, async function () {
    this.timeout(120_000);
    const { env, functions } = await measuringBy();
    const program = startNode(project, ['src/many.js'], env);
    await program.printed(/all have ended/);
    const agent = await agentOf(project, program);
    assert.deepEqual(await agent.functions('src/work.js'), { work: MANY });
    program.type('stop');
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functions('src/work.js'), { work: MANY });
    assert.deepEqual(functions('src/many.js'), { next: MANY + 8, start: MANY, stop: 1 });
  });
});
