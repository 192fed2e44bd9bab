/**
 * Tests a worker thread that loads a measured file while the agent is starting and the main thread is blocked. Neither of
 * them handles the thread's message at once.
 */
import assert from 'node:assert/strict';
import { outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { AGENT, assertNoSockets } from '../support/with-agent.js';

/** Code that lets each thread block until the other one reaches its next step. */
const STEPS = `
const { isMainThread, Worker, workerData } = require('node:worker_threads');
const steps = isMainThread ? new Int32Array(new SharedArrayBuffer(4)) : workerData;
const go = (step) => { Atomics.store(steps, 0, step); Atomics.notify(steps, 0); };
const until = (step) => { while (Atomics.load(steps, 0) < step) Atomics.wait(steps, 0, step - 1); };
`;

const FILES = {
  'package.json': '{}',
  ...AGENT.files,
  'main.js': `${STEPS}
    new Worker(require.resolve('./thread.js'), { workerData: steps });
    until(1);
    // As a measured file is loaded, the agent is started.
    require('./src/first.js');
    go(2);
    until(3);
    ${AGENT.first}
    process.exit(3);`,
  'thread.js': `${STEPS}
    go(1);
    until(2);
    const { work } = require('./src/work.js');
    work();
    work();
    go(3);
    until(4);`,
  'src/first.js': '',
  'src/work.js': 'exports.work = function work() {};',
};

describe('the hits of a thread that runs measured code before the agent has started', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  it('are in the profile even if the process exits before its event loop turns', async () => {
    project = makeProject(FILES);
    const { env, functions } = (await prepareMeasuring(project, AGENT.env))();
    const outcome = await outcomeOf(startNode(project, ['main.js'], env));
    assert.deepEqual(outcome, { code: 3, signal: null, stdout: '', stderr: '' });
    assert.deepEqual(functions('src/work.js'), { work: 2 });
    assertNoSockets(project);
  });
});
