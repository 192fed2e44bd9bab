/** The configured signal dumps or resets, and only in a process that measures something. */
import assert from 'node:assert/strict';
import { createDumpSignal } from '../../../src/runtime/dump-signal.js';
import type { PendingCommands } from '../../../src/runtime/pending-commands.js';
import type { AgentCommand } from '../../../src/runtime/threads/agent-commands.js';
import { newSlab } from '../../../src/runtime/threads/slab.js';
import { createSlabRegistry } from '../../../src/runtime/threads/slab-registry.js';
import type { Controls } from '../../../src/settings/run-context.js';
import { RUN } from '../../support/run-context.js';

describe('createDumpSignal', () => {
  function newSignal(controls: Partial<Controls>) {
    const sent: AgentCommand[] = [];
    const slabs = createSlabRegistry();
    const ask = async (command: AgentCommand) => sent.push(command);
    const commands = { ask, settle() {}, failAll() {} } as unknown as PendingCommands;
    const dump = createDumpSignal({ ...RUN, controls: { ...RUN.controls, ...controls } }, slabs, commands);
    return { dump, slabs, sent };
  }

  it('is undefined if no signal is configured', () => {
    assert.equal(newSignal({ signal: null }).dump, undefined);
  });

  for (const [isSignalResetting, type] of [
    [false, 'dump'],
    [true, 'reset'],
  ] as const) {
    it(`sends ${type} to the agent if resetting is ${isSignalResetting ? 'on' : 'off'}`, () => {
      const { dump, slabs, sent } = newSignal({ signal: 'SIGUSR2', isSignalResetting });
      slabs.addOwn(newSlab([], { thread: 0, number: 0 }));
      assert.equal(dump?.signal, 'SIGUSR2');
      dump.onDump();
      assert.deepEqual(sent, [{ type }]);
    });
  }

  it('ignores the signal in a process in which nothing is measured', () => {
    const { dump, sent } = newSignal({ signal: 'SIGUSR2' });
    dump?.onDump();
    assert.deepEqual(sent, []);
  });
});
