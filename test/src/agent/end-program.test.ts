/** A program that is asked to end does so by SIGTERM, and dies where it does not; a window is ended by its harness. */
import assert from 'node:assert/strict';
import { endProgram } from '../../../src/agent/end-program.js';
import { SHARED_STATE } from '../../../src/platform/shared-state.js';
import type { ThreadMessage } from '../../../src/runtime/threads/thread-channel.js';
import { killLeftPrograms } from '../../support/program.js';
import { startSource } from '../../support/sources.js';

/** Ends itself as its agent would, and says what the agent does. */
function programThat(listens: string, grace: number, times = 1): string {
  return `
    const { writeSync } = require('node:fs');
    const { endProgram } = load('agent/end-program.ts');
    ${listens}
    const channel = { send: (message) => writeSync(1, 'sent ' + JSON.stringify(message)) };
    const flush = () => writeSync(1, 'flushed\\n');
    setInterval(() => {}, 1000);
    writeSync(1, 'asked\\n');
    const options = { state: new Int32Array(8), channel, grace: ${grace}, flush };
    for (let time = 0; time < ${times}; time++) endProgram(options);`;
}

describe('endProgram', () => {
  afterEach(killLeftPrograms);

  it('sends SIGTERM, of which a program dies that does not listen', async () => {
    const program = startSource(programThat('', 600_000));
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGTERM' });
    assert.equal(program.output(), 'asked\n');
  });

  it('leaves it to a program that listens when it ends, and how', async () => {
    const listens =
      "process.on('SIGTERM', () => { console.log('heard'); setImmediate(() => process.exit(3)); });";
    const program = startSource(programThat(listens, 600_000));
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assert.equal(program.output(), 'asked\nheard\n');
  });

  it('sends it once, however often it is asked', async () => {
    // Each comes by itself, since they are some milliseconds apart.
    const listens =
      "process.on('SIGTERM', () => { console.log('heard'); setTimeout(() => process.exit(3), 200); });";
    const program = startSource(`${programThat(listens, 600_000, 2)} setTimeout(endProgram, 20, options);`);
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assert.equal(program.output(), 'asked\nheard\n');
  });

  it('flushes and kills one that does not end in its time', async () => {
    const program = startSource(programThat("process.on('SIGTERM', () => console.log('heard'));", 200));
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGKILL' });
    // A machine that is busy may leave it no moment to hear.
    assert.match(program.output(), /^asked\n(heard\n)?flushed\n$/);
  });

  it('asks for the end of a window that is open, and sends no signal then', () => {
    const words = new Int32Array(8);
    Atomics.store(words, SHARED_STATE.window, 1);
    const sent: ThreadMessage[] = [];
    const channel = { send: (message: ThreadMessage) => void sent.push(message), receive() {}, hold() {} };
    const { setTimeout } = globalThis;
    let timers = 0;
    try {
      globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
        timers += 1;
        return setTimeout(...args);
      }) as typeof setTimeout;
      endProgram({ state: words, channel, grace: 0, flush: () => assert.fail('it is not killed') });
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assert.deepEqual([sent, timers], [[{ type: 'stop' }], 0]);
  });
});
