/** The main thread knows the slabs of all threads, in a stable order. */
import assert from 'node:assert/strict';
import { newSlab } from '../../../../src/runtime/threads/slab.js';
import { createSlabRegistry } from '../../../../src/runtime/threads/slab-registry.js';

describe('createSlabRegistry', () => {
  it('lists the slabs of the main thread before those of other threads', () => {
    const registry = createSlabRegistry();
    const slabs = [0, 1, 2].map((number) => newSlab([], { thread: number, number: 0 }));
    const [own, other, later] = slabs as [SharedArrayBuffer, SharedArrayBuffer, SharedArrayBuffer];
    assert.deepEqual(registry.all(), []);
    registry.addOther(other);
    registry.addOwn(own);
    registry.addOther(later);
    assert.deepEqual(registry.all(), slabs);
  });
});
