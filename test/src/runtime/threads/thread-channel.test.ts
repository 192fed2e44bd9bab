/** A message reaches all other threads, even if their event loop is blocked or the sender has ended. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../../../support/program.js';
import { LOAD, startSource } from '../../../support/sources.js';

/** Code that a main thread begins with. `start` starts a thread that can open the channel, too. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { broadcast, openChannel } = load('runtime/threads/thread-channel.ts');
const { allocateCounters, slabEntriesOf, newSlab } = load('runtime/threads/slab.ts');
const shared = new Int32Array(new SharedArrayBuffer(4));
const start = (code) => new Worker(${JSON.stringify(LOAD)} + \`
  const { parentPort, workerData } = require('node:worker_threads');
  const { broadcast, openChannel } = load('runtime/threads/thread-channel.ts');
  const { allocateCounters, newSlab } = load('runtime/threads/slab.ts');
  const wake = () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); };
\` + code, { eval: true, workerData: shared });
const blockUntilWoken = () => { Atomics.wait(shared, 0, 0); };
`;

describe('the channel between threads', () => {
  afterEach(killLeftPrograms);

  async function outputOf(code: string): Promise<string> {
    const program = startSource(`${MAIN}${code}`);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  it('delivers a message to all other threads, and not to its sender', async () => {
    const output = await outputOf(`
      const received = [];
      const channel = openChannel((message) => {
        received.push(message.id);
        if (received.length < 2) return;
        console.log(received.sort().join());
        channel.hold(false);
      });
      channel.hold(true);
      for (const name of ['a', 'b']) start(\`
        const channel = openChannel(({ type, id }) => {
          if (type !== 'command') return;
          channel.send({ type: 'reply', id: '\${name} ' + id, status: 'done', result: null });
          channel.hold(false);
        });
        channel.hold(true);
        parentPort.postMessage('ready');
      \`).on('message', ready);
      let isReady = 0;
      function ready() { if (++isReady === 2) channel.send({ type: 'command', id: '0.1', command: { type: 'dump' } }); }`);
    assert.equal(output, 'a 0.1,b 0.1\n');
  });

  it('delivers each message once to a thread whose event loop is blocked', async () => {
    const output = await outputOf(`
      const received = [];
      const channel = openChannel(({ reason }) => received.push(reason));
      start("for (const reason of ['a', 'b', 'c']) broadcast({ type: 'agent-unavailable', reason }); wake();");
      setImmediate(() => {
        blockUntilWoken();
        console.log('received ' + received.join());
        channel.receive();
        console.log('received ' + received.join());
        channel.receive();
      });
      process.on('exit', () => console.log('received ' + received.join()));`);
    assert.equal(output, 'received \nreceived a,b,c\nreceived a,b,c\n');
  });

  for (const [event, end] of [
    ['exits', 'process.exit();'],
    ['throws', "throw new Error('thrown');"],
  ] as const) {
    it(`delivers the slab of a thread that ${event}, and the slab stays readable`, async () => {
      const output = await outputOf(`
        const slabs = [];
        const channel = openChannel(({ slab }) => slabs.push(slab));
        start(\`
          const request = [{ meta: '0'.repeat(32), probes: 2 }];
          const slab = newSlab(request, { thread: 1, number: 0 });
          broadcast({ type: 'slab', slab });
          allocateCounters(slab, request).set([3, 4]);
          ${end}\`).on('error', () => {}).on('exit', () => {
          channel.receive();
          for (const { counters } of slabs.flatMap((slab) => slabEntriesOf(slab))) console.log('counted ' + counters);
        });`);
      assert.equal(output, 'counted 3,4\n');
    });
  }

  it('does not keep its thread alive unless it is held', async () => {
    assert.equal(await outputOf("openChannel(() => {}); console.log('opened');"), 'opened\n');
    const output = await outputOf(`
      const channel = openChannel(() => {});
      channel.hold(true);
      channel.hold(false);
      console.log('let go');`);
    assert.equal(output, 'let go\n');
  });

  it('delivers only messages that were sent after the channel was opened', async () => {
    const output = await outputOf(`
      broadcast({ type: 'agent-unavailable', reason: 'early' });
      const channel = openChannel(({ reason }) => {
        console.log(reason);
        channel.hold(false);
      });
      channel.hold(true);
      start("broadcast({ type: 'agent-unavailable', reason: 'late' });");`);
    assert.equal(output, 'late\n');
  });
});
