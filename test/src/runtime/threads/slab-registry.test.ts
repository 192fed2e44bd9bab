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

  it('lists a slab of another thread once, although it arrives as two objects', () => {
    const registry = createSlabRegistry();
    for (const _ of [1, 2]) registry.addOther(newSlab([], { thread: 1, number: 0 }));
    registry.addOther(newSlab([], { thread: 1, number: 1 }));
    assert.equal(registry.all().length, 2);
  });

  it('keeps the slabs of threads that have ended', () => {
    const registry = createSlabRegistry();
    registry.addOther(newSlab([], { thread: 1, number: 0 }));
    for (const _ of [1, 2]) registry.endThread(1);
    assert.deepEqual(registry.endedThreads(), [1]);
    assert.equal(registry.all().length, 1);
  });
});
