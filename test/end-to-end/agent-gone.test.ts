/** Requests to an agent that has ended or failed are rejected in each thread, and the program continues. */
import assert from 'node:assert/strict';
import { type Measuring, outcomeOf, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

/** Loaded before all else: gives the agent's thread another end than it would have. */
const refusing = (start: string) => `
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

/** In the main thread and in another: two questions at once, and one more once these have failed. */
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
  'never.cjs': refusing("throw new Error('no thread is left');"),
  'ends.cjs': refusing(''),
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

describe('requests to the agent', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject(FILES, { COVER_FLUSH: '1h' }, (made) => {
    ({ project, measuring } = made);
  });

  for (const [how, preload, why, said] of [
    [
      'cannot be started',
      'never.cjs',
      'no thread is left',
      /^covermain: Process \d+: the agent failed \(no thread is left\)\.[^\n]*\n$/,
    ],
    ['has ended', 'ends.cjs', 'the agent of this process has ended', /^$/],
  ] as const) {
    it(`are settled, and the last profile is written, if the agent ${how}`, async () => {
      const { env, functions } = measuring();
      const options = `--require ./${preload} ${env.NODE_OPTIONS}`;
      const program = startNode(project, ['src/asks.js'], { ...env, NODE_OPTIONS: options });
      const { code, stdout, stderr } = await outcomeOf(program);
      const heads = stdout.split('\n').map((line) => line.split(':')[0]);
      const failed = ['main', 'thread'].flatMap((who) => Array(3).fill(`${who} AGENT_FAILED`));
      assert.deepEqual(heads, [...failed, 'the thread has ended with 0', ''], program.output());
      assert.ok(stdout.includes(why), stdout);
      assert.equal(code, 0);
      assert.match(stderr, said);
      assert.equal(functions('src/asks.js').ask, 1);
      assert.equal(functions('src/thread.js').ask, 1);
    });
  }

  it('are both answered if a thread asks twice before the agent has started', async () => {
    const { env, functions } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/blocked.js'], env));
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.equal(stdout, 'early and a dump of 2\n');
    assert.ok(functions('src/early.js'));
  });
});
