/** A stop request sends SIGTERM to a program, then SIGKILL. A window is ended by its harness instead. */
import assert from 'node:assert/strict';
import { endProgram } from '../../../src/agent/end-program.js';
import { SHARED_STATE } from '../../../src/platform/shared-state.js';
import type { ThreadMessage } from '../../../src/runtime/threads/thread-channel.js';
import { killLeftPrograms } from '../../support/program.js';
import { startSource } from '../../support/sources.js';

/** Returns a program that ends itself as its agent would, and prints the actions of the agent. */
function programWith(listeners: string, grace: number, times = 1): string {
  return `
    const { writeSync } = require('node:fs');
    const { endProgram } = load('agent/end-program.ts');
    ${listeners}
    const channel = { send: (message) => writeSync(1, 'sent ' + JSON.stringify(message)) };
    const flush = () => writeSync(1, 'flushed\\n');
    setInterval(() => {}, 1000);
    writeSync(1, 'started\\n');
    const options = { state: new Int32Array(16), channel, grace: ${grace}, flush, push: async () => {} };
    for (let time = 0; time < ${times}; time++) endProgram(options);`;
}

describe('endProgram', () => {
  afterEach(killLeftPrograms);

  it('kills a program without a SIGTERM listener by SIGTERM', async () => {
    const program = startSource(programWith('', 600_000));
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGTERM' });
    assert.equal(program.output(), 'started\n');
  });

  it('lets a SIGTERM listener decide when and how the program ends', async () => {
    const listener =
      "process.on('SIGTERM', () => { console.log('SIGTERM'); setImmediate(() => process.exit(3)); });";
    const program = startSource(programWith(listener, 600_000));
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assert.equal(program.output(), 'started\nSIGTERM\n');
  });

  it('sends SIGTERM once for several stop requests', async () => {
    // The requests are some milliseconds apart, so two signals would not be merged into one.
    const listener =
      "process.on('SIGTERM', () => { console.log('SIGTERM'); setTimeout(() => process.exit(3), 200); });";
    const program = startSource(`${programWith(listener, 600_000, 2)} setTimeout(endProgram, 20, options);`);
    assert.deepEqual(await program.ended, { code: 3, signal: null });
    assert.equal(program.output(), 'started\nSIGTERM\n');
  });

  it('flushes and kills a program that does not end within the grace', async () => {
    const program = startSource(programWith("process.on('SIGTERM', () => console.log('SIGTERM'));", 200));
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGKILL' });
    // On a busy machine the listener may not run before SIGKILL.
    assert.match(program.output(), /^started\n(SIGTERM\n)?flushed\n$/);
  });

  it('asks the harness to end an open window, and sends no signal', () => {
    const state = new Int32Array(SHARED_STATE.answers + 1);
    Atomics.store(state, SHARED_STATE.window, 1);
    const sent: ThreadMessage[] = [];
    const channel = { send: (message: ThreadMessage) => void sent.push(message), receive() {}, hold() {} };
    const { setTimeout } = globalThis;
    let timers = 0;
    try {
      globalThis.setTimeout = ((...args: Parameters<typeof setTimeout>) => {
        timers += 1;
        return setTimeout(...args);
      }) as typeof setTimeout;
      endProgram({
        state,
        channel,
        grace: 0,
        flush: () => assert.fail('the window is not killed'),
        push: async () => {},
      });
    } finally {
      globalThis.setTimeout = setTimeout;
    }
    assert.deepEqual([sent, timers], [[{ type: 'stop' }], 0]);
    Atomics.store(state, SHARED_STATE.window, 0); // else this process would be killed in a second
  });

  it('flushes and kills a window whose event loop is blocked', async () => {
    const open = `options.state[${SHARED_STATE.window}] = 1;`;
    const program = startSource(programWith('', 0).replace('for (', `${open} for (`));
    assert.deepEqual(await program.ended, { code: null, signal: 'SIGKILL' });
    assert.equal(program.output(), 'started\nsent {"type":"stop"}flushed\n');
  });

  it('kills no window that answers until it has ended', async () => {
    const answers = `
      options.state[${SHARED_STATE.window}] = 1;
      let checks = 0;
      channel.send = ({ type }) => {
        options.state[${SHARED_STATE.answers}]++;
        if (type === 'check') options.state[${SHARED_STATE.window}] = 0;
        if (type === 'check') setTimeout(() => { console.log('ended'); process.exit(0); }, 1200);
      };`;
    const program = startSource(programWith('', 0).replace('for (', `${answers} for (`));
    assert.deepEqual(await program.ended, { code: 0, signal: null });
    assert.equal(program.output(), 'started\nended\n');
  });
});
