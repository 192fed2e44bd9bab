/** The agent learns from the shared state whether a window is open, and a stop request reaches all open windows. */
import assert from 'node:assert/strict';
import { SHARED_STATE } from '../../../src/platform/shared-state.js';
import { createWindowRegistry } from '../../../src/runtime/window-registry.js';

describe('createWindowRegistry', () => {
  function newRegistry() {
    const state = new Int32Array(SHARED_STATE.window + 1);
    const stopped: string[] = [];
    const registry = createWindowRegistry(state);
    const open = (name: string) => registry.open(() => stopped.push(name));
    return { open, stopAll: registry.stopAll, stopped, isOpen: () => state[SHARED_STATE.window] === 1 };
  }

  it('has no window at first', () => {
    const { stopAll, isOpen } = newRegistry();
    assert.equal(isOpen(), false);
    assert.equal(stopAll(), false);
  });

  it('shows a window in the shared state until the last one is closed', () => {
    const { open, isOpen } = newRegistry();
    const [closeFirst, closeSecond] = [open('first'), open('second')];
    assert.equal(isOpen(), true);
    closeFirst();
    assert.equal(isOpen(), true);
    closeSecond();
    assert.equal(isOpen(), false);
  });

  it('stops all windows that are open, and no other', () => {
    const { open, stopAll, stopped } = newRegistry();
    const close = open('closed');
    open('first');
    open('second');
    close();
    assert.equal(stopAll(), true);
    assert.deepEqual(stopped, ['first', 'second']);
  });
});
