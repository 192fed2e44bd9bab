/** A slab says itself what it holds, to whoever has it, in any thread. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import {
  allocateCounters,
  newSlab,
  type Slab,
  type SlabRequest,
  slabEntriesOf,
} from '../../../../src/runtime/threads/slab.js';

const FIRST = { thread: 0, number: 0 };
/** Of a thread that has filled some. */
const LATER = { thread: 0, number: 10 };

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function askedOf(...sources: readonly (readonly [name: string, probes: number])[]): SlabRequest {
  return sources.map(([name, probes]) => ({ meta: hashOf(name), probes }));
}

function allocated(slab: Slab, asked: SlabRequest): Uint32Array {
  return allocateCounters(slab, asked) ?? assert.fail('there is no room');
}

/** The counters of each file, as plain data. */
function read(slab: Slab): readonly (readonly [meta: string, counters: readonly number[]])[] {
  return slabEntriesOf(slab).map(({ meta, counters }) => [meta, [...counters]]);
}

describe('a slab', () => {
  it('is empty at first', () => {
    assert.deepEqual(slabEntriesOf(newSlab([], FIRST)), []);
  });

  it('holds what its files count, each by the hash of its meta', () => {
    const slab = newSlab([], FIRST);
    const first = allocated(slab, askedOf(['a', 3]));
    const second = allocated(slab, askedOf(['b', 2]));
    assert.deepEqual([...first, ...second], [0, 0, 0, 0, 0]);
    first.set([1, 2, 3]);
    second[1] = 2 ** 32 - 1;
    assert.deepEqual(read(slab), [
      [hashOf('a'), [1, 2, 3]],
      [hashOf('b'), [0, 2 ** 32 - 1]],
    ]);
  });

  it('gives a file of several sources one array, in which they come one behind another', () => {
    const slab = newSlab([], FIRST);
    allocated(slab, askedOf(['a', 1]));
    const counters = allocated(slab, askedOf(['b', 2], ['c', 0], ['d', 1]));
    allocated(slab, askedOf(['e', 1]))[0] = 9;
    counters.set([1, 2, 3]);
    assert.deepEqual(read(slab), [
      [hashOf('a'), [0]],
      [hashOf('b'), [1, 2]],
      [hashOf('c'), []],
      [hashOf('d'), [3]],
      [hashOf('e'), [9]],
    ]);
  });

  it('keeps any hash as it is', () => {
    const hashes = ['0'.repeat(32), 'f'.repeat(32), `${'0'.repeat(31)}1`, '80000000ffffffff000000017fffffff'];
    const slab = newSlab([], FIRST);
    for (const meta of hashes) allocated(slab, [{ meta, probes: 1 }]);
    assert.deepEqual(
      slabEntriesOf(slab).map(({ meta }) => meta),
      hashes,
    );
  });

  it('has room for a file that needs more than slabs usually have, and for no other', () => {
    const asked = askedOf(['a', 300_000], ['b', 5]);
    const slab = newSlab(asked, FIRST);
    const counters = allocated(slab, asked);
    counters[300_004] = 7;
    assert.equal(counters.length, 300_005);
    assert.equal(allocateCounters(slab, askedOf(['c', 0])), undefined);
    const [first, second] = slabEntriesOf(slab);
    assert.equal(first?.counters.length, 300_000);
    assert.deepEqual([...(second?.counters ?? [])], [0, 0, 0, 0, 7]);
  });

  it('is filled to its last word, and no file writes into another', () => {
    const slab = newSlab([], LATER);
    const words = slab.byteLength / Uint32Array.BYTES_PER_ELEMENT;
    const files: Uint32Array[] = [];
    for (let probes = 1; ; probes = (probes * 7) % 1000) {
      const counters = allocateCounters(slab, askedOf([`file ${files.length}`, probes]));
      if (!counters) break;
      files.push(counters.fill(files.length + 1));
    }
    const used = files.reduce((sum, { length }) => sum + length, 0);
    assert.ok(used > words * 0.9, `${used} of ${words} words are counters`);
    assert.deepEqual(
      read(slab),
      files.map(({ length }, index) => [hashOf(`file ${index}`), Array.from({ length }, () => index + 1)]),
    );
    const left = words - used - 3 - 6 * files.length;
    assert.equal(allocateCounters(slab, askedOf(['too much', left - 5])), undefined);
    if (left >= 6) assert.equal(allocateCounters(slab, askedOf(['the rest', left - 6]))?.length, left - 6);
  });

  it('is a page at first, for a thread that loads little, and larger for one that loads much', () => {
    const sizes = Array.from({ length: 12 }, (_, number) => newSlab([], { thread: 3, number }).byteLength);
    assert.equal(sizes[0], 4096);
    assert.deepEqual(
      sizes.slice(1, 7),
      sizes.slice(0, 6).map((size) => 2 * size),
    );
    assert.deepEqual(new Set(sizes.slice(6)), new Set([2 ** 18]));
  });

  it('is nothing to another slab', () => {
    const [first, second] = [newSlab([], FIRST), newSlab([], FIRST)];
    allocated(first, askedOf(['a', 1]))[0] = 1;
    allocated(second, askedOf(['a', 1]))[0] = 2;
    assert.deepEqual(read(first), [[hashOf('a'), [1]]]);
    assert.deepEqual(read(second), [[hashOf('a'), [2]]]);
  });

  it('is read whole by another thread, while its own goes on', async () => {
    const slab = newSlab([], LATER);
    const state = new Int32Array(new SharedArrayBuffer(8));
    const reader = new Worker(READER, { eval: true, workerData: { slab, state } });
    const ended = once(reader, 'message');
    for (let file = 0; file < FILES; file++) {
      const reads = Atomics.load(state, READS);
      allocated(slab, askedOf([`file ${file}`, 3])).fill(file + 1);
      Atomics.wait(state, READS, reads, 10_000);
    }
    Atomics.store(state, DONE, 1);
    const [{ most, torn }] = await ended;
    assert.deepEqual({ most, torn }, { most: FILES, torn: [] });
    await reader.terminate();
  });

  it('is read by whoever has it when its thread is gone', async () => {
    const writer = new Worker(WRITER, { eval: true });
    const [slab] = (await once(writer, 'message')) as [Slab];
    await writer.terminate();
    const [[meta, [count = 0]] = assert.fail()] = read(slab) as [[string, number[]]];
    assert.equal(meta, hashOf('endless'));
    assert.ok(count > 0, `it counted ${count}`);
  });
});

const FILES = 300;

/** What the reader tells as it reads, and is told. */
const READS = 0;
const DONE = 1;

const resolve = createRequire(import.meta.url).resolve;

const IMPORTS = `
const { parentPort, workerData } = require('node:worker_threads');
const slabFile = ${JSON.stringify(fileURLToPath(new URL('../../../../src/runtime/threads/slab.ts', import.meta.url)))};
const { allocateCounters, slabEntriesOf, newSlab } = require(${JSON.stringify(resolve('tsx/cjs/api'))}).require(slabFile, slabFile);
`;

/** Reads a slab again and again: each entry must be whole as soon as it is there. */
const READER = `${IMPORTS}
const { slab, state } = workerData;
const torn = [];
for (let isDone = false; !isDone; ) {
  isDone = Atomics.load(state, ${DONE}) === 1;
  for (const { meta, counters } of slabEntriesOf(slab))
    if (/^0+$/.test(meta) || counters.length !== 3) torn.push([meta, counters.length]);
  Atomics.add(state, ${READS}, 1);
  Atomics.notify(state, ${READS});
}
parentPort.postMessage({ most: slabEntriesOf(slab).length, torn });
`;

/** Counts for ever. */
const WRITER = `${IMPORTS}
const slab = newSlab([], { thread: 1, number: 0 });
const counters = allocateCounters(slab, [{ meta: ${JSON.stringify(hashOf('endless'))}, probes: 1 }]);
counters[0]++;
parentPort.postMessage(slab);
for (;;) counters[0]++;
`;
