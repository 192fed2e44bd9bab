/** A thread announces its slabs and metas so that the agent receives each, even if the agent starts at the same time. */
import assert from 'node:assert/strict';
import { killLeftPrograms } from '../../../support/program.js';
import { LOAD, startSource } from '../../../support/sources.js';

/** Code of a main thread that acts as the agent. `announce` starts a thread that announces a meta. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { openBroadcast, openChannel } = load('runtime/threads/thread-channel.ts');
const { AGENT_STATE, SHARED_STATE, sharedState, shareState } = load('platform/shared-state.ts');
const words = sharedState();
shareState();
const received = [];
const listen = () => {
  const channel = openChannel(({ hash }) => received.push(hash));
  Atomics.store(words, SHARED_STATE.agentListens, 1);
  return channel;
};
const announce = (canBlock, after = '') => new Worker(${JSON.stringify(LOAD)} + \`
  const { createAnnouncer } = load('runtime/threads/announcer.ts');
  createAnnouncer({ canBlock: \${canBlock} })({ type: 'meta', hash: 'a', bytes: new Uint8Array() });
  \${after}\`, { eval: true });
const setAgent = (state) => Atomics.store(words, SHARED_STATE.agent, AGENT_STATE[state]);
`;

describe('an announcement of a thread', () => {
  afterEach(killLeftPrograms);

  async function outputOf(code: string): Promise<string> {
    const program = startSource(`${MAIN}${code}`);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  it('is sent once if the agent receives messages', async () => {
    const output = await outputOf(`
      setAgent('ready');
      listen();
      announce(true).on('exit', () => setImmediate(() => console.log(received.join())));`);
    assert.equal(output, 'a\n');
  });

  for (const [name, canBlock, after] of [
    ['that blocks its event loop afterwards', true, 'for (;;);'],
    ['that goes on', false, 'setInterval(() => {}, 1000);'],
  ] as const)
    it(`is sent again when the agent has started, by a thread ${name}`, async () => {
      const output = await outputOf(`
        setAgent('starting');
        const thread = announce(${canBlock}, '${after}');
        // Receives the first message, and not the second.
        const early = openBroadcast();
        early.onmessage = () => {
          early.close();
          const channel = listen();
          Atomics.notify(words, SHARED_STATE.agentListens);
          const end = () => {
            if (received.length === 0) return setImmediate(end);
            console.log(received.join());
            thread.terminate();
          };
          end();
        };`);
      assert.equal(output, 'a\n');
    });

  it('is sent once if no agent was started, because the main thread passes it on', async () => {
    const output = await outputOf(`
      const early = openBroadcast();
      const messages = [];
      early.onmessage = ({ data }) => messages.push(data.hash);
      announce(true).on('exit', () => setImmediate(() => {
        console.log(messages.join());
        early.close();
      }));`);
    assert.equal(output, 'a\n');
  });
});
