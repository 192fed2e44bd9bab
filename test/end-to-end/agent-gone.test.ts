/** Tests requests to an agent that failed or ended: every thread gets an error, and the program continues to its own end. */
import assert from 'node:assert/strict';
import { type Measuring, outcomeOf, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

/** Returns a preload that runs `start` before the agent thread starts and terminates the thread once it is online. */
const agentBreaker = (start: string) => `
const threads = require('node:worker_threads');
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(file, options) {
    const isAgent = options?.name === 'covermain agent';
    if (isAgent) { ${start} }
    super(file, options);
    if (isAgent) this.once('online', () => this.terminate());
  }
};
require('node:module').syncBuiltinESMExports();
`;

/** Sends two requests at once and a third one after they fail. The main thread and a worker thread run this. */
const ASKS = `
async function ask(who) {
  const { dump, startSession } = await import('covermain');
  const told = ({ code, message }) => console.log(who + ' ' + code + ': ' + message);
  await Promise.all([dump().catch(told), startSession('login').catch(told)]);
  await dump().catch(told);
}
`;

const FILES = {
  'package.json': '{}',
  'never.cjs': agentBreaker("throw new Error('no thread is left');"),
  'ends.cjs': agentBreaker(''),
  'src/asks.js': `${ASKS}
    const { Worker } = require('node:worker_threads');
    ask('main').then(() => new Worker(require.resolve('./thread.js')).on('exit', (code) => {
      console.log('the thread has ended with ' + code);
    }));`,
  'src/thread.js': `${ASKS} ask('thread');`,
  'src/blocked.js': `
    const { Worker } = require('node:worker_threads');
    const asked = new Int32Array(new SharedArrayBuffer(4));
    new Worker(require.resolve('./early.js'), { workerData: asked });
    // Both questions have come before the event loop turns.
    Atomics.wait(asked, 0, 0);`,
  'src/early.js': `
    const { workerData } = require('node:worker_threads');
    import('covermain').then(async ({ dump, startSession }) => {
      const answers = Promise.all([startSession('early'), dump()]);
      setImmediate(() => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); });
      const [{ name }, { counts }] = await answers;
      console.log(name + ' and a dump of ' + counts.files);
    });`,
};

describe('requests to the agent of the own process', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject(FILES, { COVER_FLUSH: '1h' }, (made) => {
    ({ project, measuring } = made);
  });

  for (const [failure, preload, reason, stderrPattern] of [
    [
      'cannot start',
      'never.cjs',
      'no thread is left',
      /^covermain: Process \d+: the agent failed \(no thread is left\)\.[^\n]*\n$/,
    ],
    ['has ended', 'ends.cjs', 'the agent of this process has ended', /^$/],
  ] as const) {
    it(`fail at once if the agent ${failure}, and the process still writes its profile`, async () => {
      const { env, functions } = measuring();
      const options = `--require ./${preload} ${env.NODE_OPTIONS}`;
      const program = startNode(project, ['src/asks.js'], { ...env, NODE_OPTIONS: options });
      const { code, stdout, stderr } = await outcomeOf(program);
      const linePrefixes = stdout.split('\n').map((line) => line.split(':')[0]);
      const failures = ['main', 'thread'].flatMap((thread) => Array(3).fill(`${thread} AGENT_FAILED`));
      assert.deepEqual(linePrefixes, [...failures, 'the thread has ended with 0', ''], program.output());
      assert.ok(stdout.includes(reason), stdout);
      assert.equal(code, 0);
      assert.match(stderr, stderrPattern);
      assert.equal(functions('src/asks.js').ask, 1);
      assert.equal(functions('src/thread.js').ask, 1);
    });
  }

  it('are both answered when a thread sends two before the agent has started', async () => {
    const { env, functions } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/blocked.js'], env));
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.equal(stdout, 'early and a dump of 2\n');
    assert.ok(functions('src/early.js'));
  });
});
