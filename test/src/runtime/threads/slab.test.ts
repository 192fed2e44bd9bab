/** A slab describes its own content, so that any thread that has it can read it. */
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
/** Slab of a thread that has filled several slabs. */
const LATER = { thread: 0, number: 10 };

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function requestOf(...sources: readonly (readonly [name: string, probes: number])[]): SlabRequest {
  return sources.map(([name, probes]) => ({ meta: hashOf(name), probes }));
}

function allocated(slab: Slab, request: SlabRequest): Uint32Array {
  return allocateCounters(slab, request) ?? assert.fail('there is no room');
}

/** Returns the counters of each file as plain data. */
function read(slab: Slab): readonly (readonly [meta: string, counters: readonly number[]])[] {
  return slabEntriesOf(slab).map(({ meta, counters }) => [meta, [...counters]]);
}

describe('a slab', () => {
  it('has no entries at first', () => {
    assert.deepEqual(slabEntriesOf(newSlab([], FIRST)), []);
  });

  it('holds the counters of its files by the hashes of their metas', () => {
    const slab = newSlab([], FIRST);
    const first = allocated(slab, requestOf(['a', 3]));
    const second = allocated(slab, requestOf(['b', 2]));
    assert.deepEqual([...first, ...second], [0, 0, 0, 0, 0]);
    first.set([1, 2, 3]);
    second[1] = 2 ** 32 - 1;
    assert.deepEqual(read(slab), [
      [hashOf('a'), [1, 2, 3]],
      [hashOf('b'), [0, 2 ** 32 - 1]],
    ]);
  });

  it('gives a file with several sources one array, with their counters one after another', () => {
    const slab = newSlab([], FIRST);
    allocated(slab, requestOf(['a', 1]));
    const counters = allocated(slab, requestOf(['b', 2], ['c', 0], ['d', 1]));
    allocated(slab, requestOf(['e', 1]))[0] = 9;
    counters.set([1, 2, 3]);
    assert.deepEqual(read(slab), [
      [hashOf('a'), [0]],
      [hashOf('b'), [1, 2]],
      [hashOf('c'), []],
      [hashOf('d'), [3]],
      [hashOf('e'), [9]],
    ]);
  });

  it('keeps every hash unchanged', () => {
    const hashes = ['0'.repeat(32), 'f'.repeat(32), `${'0'.repeat(31)}1`, '80000000ffffffff000000017fffffff'];
    const slab = newSlab([], FIRST);
    for (const meta of hashes) allocated(slab, [{ meta, probes: 1 }]);
    assert.deepEqual(
      slabEntriesOf(slab).map(({ meta }) => meta),
      hashes,
    );
  });

  it('has room for exactly one file that is larger than the usual slab', () => {
    const request = requestOf(['a', 300_000], ['b', 5]);
    const slab = newSlab(request, FIRST);
    const counters = allocated(slab, request);
    counters[300_004] = 7;
    assert.equal(counters.length, 300_005);
    assert.equal(allocateCounters(slab, requestOf(['c', 0])), undefined);
    const [first, second] = slabEntriesOf(slab);
    assert.equal(first?.counters.length, 300_000);
    assert.deepEqual([...(second?.counters ?? [])], [0, 0, 0, 0, 7]);
  });

  it('is filled to its last word, and counters of different files do not overlap', () => {
    const slab = newSlab([], LATER);
    const words = slab.byteLength / Uint32Array.BYTES_PER_ELEMENT;
    const files: Uint32Array[] = [];
    for (let probes = 1; ; probes = (probes * 7) % 1000) {
      const counters = allocateCounters(slab, requestOf([`file ${files.length}`, probes]));
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
    assert.equal(allocateCounters(slab, requestOf(['too much', left - 5])), undefined);
    if (left >= 6) assert.equal(allocateCounters(slab, requestOf(['the rest', left - 6]))?.length, left - 6);
  });

  it('has one page for the first files of a thread, and more for later files', () => {
    const sizes = Array.from({ length: 12 }, (_, number) => newSlab([], { thread: 3, number }).byteLength);
    assert.equal(sizes[0], 4096);
    assert.deepEqual(
      sizes.slice(1, 7),
      sizes.slice(0, 6).map((size) => 2 * size),
    );
    assert.deepEqual(new Set(sizes.slice(6)), new Set([2 ** 18]));
  });

  it('does not share counters with another slab', () => {
    const [first, second] = [newSlab([], FIRST), newSlab([], FIRST)];
    allocated(first, requestOf(['a', 1]))[0] = 1;
    allocated(second, requestOf(['a', 1]))[0] = 2;
    assert.deepEqual(read(first), [[hashOf('a'), [1]]]);
    assert.deepEqual(read(second), [[hashOf('a'), [2]]]);
  });

  it('has only complete entries for another thread that reads it at the same time', async () => {
    const slab = newSlab([], LATER);
    const state = new Int32Array(new SharedArrayBuffer(8));
    const reader = new Worker(READER, { eval: true, workerData: { slab, state } });
    const ended = once(reader, 'message');
    for (let file = 0; file < FILES; file++) {
      const reads = Atomics.load(state, READS);
      allocated(slab, requestOf([`file ${file}`, 3])).fill(file + 1);
      Atomics.wait(state, READS, reads, 10_000);
    }
    Atomics.store(state, DONE, 1);
    const [{ most, torn }] = await ended;
    assert.deepEqual({ most, torn }, { most: FILES, torn: [] });
    await reader.terminate();
  });

  it('stays readable after its thread has ended', async () => {
    const writer = new Worker(WRITER, { eval: true });
    const [slab] = (await once(writer, 'message')) as [Slab];
    await writer.terminate();
    const [[meta, [count = 0]] = assert.fail()] = read(slab) as [[string, number[]]];
    assert.equal(meta, hashOf('endless'));
    assert.ok(count > 0, `it counted ${count}`);
  });
});

const FILES = 300;

/** Indexes of the state that the reader and the writer share. */
const READS = 0;
const DONE = 1;

const resolve = createRequire(import.meta.url).resolve;

const IMPORTS = `
const { parentPort, workerData } = require('node:worker_threads');
const slabFile = ${JSON.stringify(fileURLToPath(new URL('../../../../src/runtime/threads/slab.ts', import.meta.url)))};
const { allocateCounters, slabEntriesOf, newSlab } = require(${JSON.stringify(resolve('tsx/cjs/api'))}).require(slabFile, slabFile);
`;

/** Reads a slab repeatedly. Each entry must be complete as soon as it is visible. */
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

/** Counts without end. */
const WRITER = `${IMPORTS}
const slab = newSlab([], { thread: 1, number: 0 });
const counters = allocateCounters(slab, [{ meta: ${JSON.stringify(hashOf('endless'))}, probes: 1 }]);
counters[0]++;
parentPort.postMessage(slab);
for (;;) counters[0]++;
`;
