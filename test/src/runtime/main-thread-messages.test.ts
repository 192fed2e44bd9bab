/** Each message reaches the part of the main thread that it is for, and the agent gets what it cannot have received. */
import assert from 'node:assert/strict';
import { openMetaStore } from '../../../src/profile/store/meta-store.js';
import { handleMainThreadMessage, type MainThreadParts } from '../../../src/runtime/main-thread-messages.js';
import { newSlab } from '../../../src/runtime/threads/slab.js';
import { createSlabRegistry } from '../../../src/runtime/threads/slab-registry.js';
import type { ThreadMessage } from '../../../src/runtime/threads/thread-channel.js';

describe('handleMainThreadMessage', () => {
  function handle(message: ThreadMessage) {
    const calls: string[] = [];
    const parts: MainThreadParts = {
      slabs: createSlabRegistry(),
      metas: openMetaStore('/missing'),
      agent: {
        expectBlocking() {},
        expect: () => calls.push('expect agent'),
        start: () => calls.push('start agent'),
        post: ({ type }) => calls.push(`post ${type}`),
        hasStarted: () => false,
        finish: () => 'silent',
      },
      commands: {
        ask: () => assert.fail('no command is sent'),
        settle: ({ id }) => calls.push(`settle ${id}`),
        failAll: (reason) => calls.push(`fail ${reason}`),
      },
      stopProgram: () => calls.push('stop program'),
    };
    handleMainThreadMessage(message, parts);
    return { calls, slabs: parts.slabs.all(), metas: parts.metas.all() };
  }

  it('keeps the slab of another thread, schedules the agent and forwards the slab', () => {
    const slab = newSlab([], { thread: 1, number: 0 });
    assert.deepEqual(handle({ type: 'slab', slab }), {
      calls: ['expect agent', 'post slab'],
      slabs: [slab],
      metas: [],
    });
  });

  it('keeps the meta of another thread and forwards it', () => {
    const meta = { hash: 'a'.repeat(32), bytes: new Uint8Array([1]) };
    const expected = { calls: ['post meta'], slabs: [], metas: [meta] };
    assert.deepEqual(handle({ type: 'meta', ...meta }), expected);
  });

  for (const [title, message, calls] of [
    [
      'starts the agent for a command of another thread',
      { type: 'command', id: '1.1', command: { type: 'dump' } },
      ['start agent', 'post command'],
    ],
    [
      'settles a command by its reply',
      { type: 'reply', id: '0.1', status: 'done', result: null },
      ['settle 0.1'],
    ],
    [
      'forwards the end of a thread that another thread has started',
      { type: 'thread ended', thread: 2 },
      ['post thread ended'],
    ],
    ['stops the program by a stop request', { type: 'stop' }, ['stop program']],
    ['ignores its own news that there is no agent', { type: 'agent-unavailable', reason: 'ended' }, []],
  ] satisfies readonly [string, ThreadMessage, readonly string[]][]) {
    it(title, () => assert.deepEqual(handle(message), { calls, slabs: [], metas: [] }));
  }
});
