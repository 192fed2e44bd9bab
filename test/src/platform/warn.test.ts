/** Warnings appear on stderr at once, one for each kind of failure of a process, and never disturb the app. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

/** Code of a thread: warns, and wakes the main thread. */
const WARNING_THREAD = `${LOAD}
const { warnOnce, warnNow } = load('platform/warn.ts');
const { workerData } = require('node:worker_threads');
warnOnce('profile-write', new Error('of a thread'));
warnNow('a line of a thread');
Atomics.store(workerData, 0, 1);
Atomics.notify(workerData, 0);
`;

describe('warnOnce', () => {
  afterEach(killLeftPrograms);

  async function warningsOf(code: string): Promise<string> {
    const program = startSource(`
      const { warnOnce, warnNow } = load('platform/warn.ts');
      ${code}
      console.log('continued');`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'continued\n');
    return program.stderr();
  }

  it('prints the first failure of a kind with its consequence, and no later failure of that kind', async () => {
    const warnings = await warningsOf(`
      for (const error of [new Error('disk full'), new Error('disk fuller'), 'fullest'])
        warnOnce('profile-write', error);`);
    assert.equal(
      warnings,
      'covermain: disk full. Counts that are not written before the process ends are lost.\n',
    );
  });

  it('still prints a second kind of failure after a first', async () => {
    const kinds = ['run-log-write', 'profile-write', 'signal-dump', 'journal-write', 'run-log-write'];
    const warnings = await warningsOf(`
      for (const kind of ${JSON.stringify(kinds)}) warnOnce(kind, new Error('The disk is full.'));`);
    assert.deepEqual(warnings.split('\n'), [
      'covermain: The disk is full. The report may not list all files and processes that lost counts.',
      'covermain: The disk is full. Counts that are not written before the process ends are lost.',
      'covermain: The dump on a signal failed: The disk is full.',
      'covermain: The disk is full. ' +
        "After the process ends, the run's live coverage may include its counts from before the reset.",
      '',
    ]);
  });

  it('ends a message with one full stop', async () => {
    const warnings = await warningsOf(`
      warnOnce('signal-dump', new Error('without'));
      warnOnce('profile-write', new Error('with.'));`);
    assert.match(warnings, /: without\.\ncovermain: with\. Counts /);
  });

  it('prints one warning for all threads, at once, even if the main thread is blocked', async () => {
    const program = startSource(`
      const { warnOnce } = load('platform/warn.ts');
      const { Worker } = require('node:worker_threads');
      load('platform/shared-state.ts').shareState();
      const done = new Int32Array(new SharedArrayBuffer(4));
      new Worker(${JSON.stringify(WARNING_THREAD)}, { eval: true, workerData: done });
      setImmediate(() => {
        Atomics.wait(done, 0, 0);
        warnOnce('profile-write', new Error('of the main thread'));
        require('node:fs').writeSync(2, 'unblocked\\n');
      });`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(
      program.stderr(),
      /^covermain: of a thread\. [^\n]*\ncovermain: a line of a thread\nunblocked\n$/,
    );
  });

  it('does not disturb the app if stderr is closed', async () => {
    const warnings = await warningsOf(`
      require('node:fs').closeSync(2);
      warnNow('nobody reads this');
      warnOnce('profile-write', new Error('nobody reads this'));`);
    assert.equal(warnings, '');
  });
});
