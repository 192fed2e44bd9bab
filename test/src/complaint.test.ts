/** What is wrong is said on stderr in one line, at once, and once for the process; the app never suffers from it. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../support/program.js';
import { LOAD, startSource } from '../support/sources.js';

/** Of a thread: complains, and wakes the main thread. */
const COMPLAINS = `${LOAD}
const { complainOnce, sayNow } = load('complaint.ts');
const { workerData } = require('node:worker_threads');
complainOnce(new Error('of a thread'));
sayNow('a line of a thread');
Atomics.store(workerData, 0, 1);
Atomics.notify(workerData, 0);
`;

describe('complainOnce', () => {
  afterEach(killLeftPrograms);

  it('says once what is wrong, and that the app runs on', async () => {
    const program = startSource(`
      const { complainOnce } = load('complaint.ts');
      for (const wrong of [new Error('disk full'), new Error('disk fuller'), 'fullest']) complainOnce(wrong);
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
      const { complainOnce } = load('complaint.ts');
      const { Worker } = require('node:worker_threads');
      load('shared-words.ts').sharedWords();
      const done = new Int32Array(new SharedArrayBuffer(4));
      new Worker(${JSON.stringify(COMPLAINS)}, { eval: true, workerData: done });
      setImmediate(() => {
        Atomics.wait(done, 0, 0);
        complainOnce(new Error('of the main thread'));
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
      const { complainOnce, sayNow } = load('complaint.ts');
      require('node:fs').closeSync(2);
      sayNow('to nobody');
      complainOnce(new Error('to nobody'));
      console.log('went on');`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'went on\n');
  });
});
