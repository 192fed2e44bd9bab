/** What is wrong is said on stderr in one line, at once, and once for the process; the app never suffers from it. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

/** Of a thread: complains, and wakes the main thread. */
const COMPLAINS = `${LOAD}
const { warnOnce, warnNow } = load('platform/warn.ts');
const { workerData } = require('node:worker_threads');
warnOnce(new Error('of a thread'));
warnNow('a line of a thread');
Atomics.store(workerData, 0, 1);
Atomics.notify(workerData, 0);
`;

describe('warnOnce', () => {
  afterEach(killLeftPrograms);

  it('says once what is wrong, and that the app runs on', async () => {
    const program = startSource(`
      const { warnOnce } = load('platform/warn.ts');
      for (const wrong of [new Error('disk full'), new Error('disk fuller'), 'fullest']) warnOnce(wrong);
      console.log('went on');`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'went on\n');
    assert.equal(
      program.stderr(),
      'covermain: disk full; the app runs on, and what cannot be written by its end is lost\n',
    );
  });

  it('is said once by all threads, at once, though the main thread is blocked', async () => {
    const program = startSource(`
      const { warnOnce } = load('platform/warn.ts');
      const { Worker } = require('node:worker_threads');
      load('platform/shared-state.ts').sharedState();
      const done = new Int32Array(new SharedArrayBuffer(4));
      new Worker(${JSON.stringify(COMPLAINS)}, { eval: true, workerData: done });
      setImmediate(() => {
        Atomics.wait(done, 0, 0);
        warnOnce(new Error('of the main thread'));
        require('node:fs').writeSync(2, 'unblocked\\n');
      });`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(
      program.stderr(),
      /^covermain: of a thread; the app runs on[^\n]*\ncovermain: a line of a thread\nunblocked\n$/,
    );
  });

  it('leaves the app alone where stderr is closed', async () => {
    const program = startSource(`
      const { warnOnce, warnNow } = load('platform/warn.ts');
      require('node:fs').closeSync(2);
      warnNow('to nobody');
      warnOnce(new Error('to nobody'));
      console.log('went on');`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'went on\n');
  });
});
