/**
 * Slabs: shared memory that holds the counters of many files, and a directory of those files. So any thread that has the
 * memory can read it, even if the thread that counts is blocked or has ended.
 *
 *     word 0      number of entries
 *     word 1      Node's `threadId` of the thread that counts in the slab
 *     word 2      number of slabs that this thread made before
 *     counters    from word 3 upwards
 *       ...
 *     entries     from the end downwards, for each file:
 *       1 word      index of its first counter
 *       1 word      number of its counters
 *       4 words     hash of its meta, 16 bytes
 *
 * A word is an unsigned integer of 32 bits, the size of one counter.
 */
export type Slab = SharedArrayBuffer;

export interface SlabEntry {
  /** Hash of the meta, 32 hexadecimal digits. */
  readonly meta: string;
  readonly counters: Uint32Array;
}

/** Request of one file: a file that was compiled from several sources needs counters for each of them. */
export type SlabRequest = readonly { readonly meta: string; readonly probes: number }[];

const HEAD_WORDS = 3;
const HASH_WORDS = 4;
const ENTRY_WORDS = 2 + HASH_WORDS;

/** Words of a thread's first slab, unless one file needs more. Small, since there may be thousands of threads. */
const MIN_WORDS = 1 << 10;

/** Number of times that a thread doubles this size, once for each further slab. */
const MAX_DOUBLINGS = 6;

/** Identifies a slab within a process. A slab that reaches a thread twice is two different objects there. */
export interface SlabId {
  readonly thread: number;
  readonly number: number;
}

/** Creates an empty slab that has room for at least the request. */
export function newSlab(request: SlabRequest, { thread, number }: SlabId): Slab {
  const neededWords = HEAD_WORDS + probesOf(request) + request.length * ENTRY_WORDS;
  const usualWords = MIN_WORDS << Math.min(number, MAX_DOUBLINGS);
  const slab = new SharedArrayBuffer(Math.max(usualWords, neededWords) * Uint32Array.BYTES_PER_ELEMENT);
  new Uint32Array(slab).set([0, thread, number]);
  return slab;
}

/** Returns a text that is the same for all objects of a slab, and differs for the other slabs of the process. */
export function slabKeyOf(slab: Slab): string {
  const [, thread, number] = new Uint32Array(slab, 0, HEAD_WORDS);
  return `${thread}.${number}`;
}

/** Returns Node's `threadId` of the thread that counts in a slab. */
export function threadOf(slab: Slab): number {
  return new Uint32Array(slab, 0, HEAD_WORDS)[1] ?? 0;
}

/**
 * Allocates the counters of one file: zeros, one array for all its sources, in the order of the request. Only the thread
 * that the slab belongs to may call this.
 *
 * @returns `undefined` if the slab has no room for them
 */
export function allocateCounters(slab: Slab, request: SlabRequest): Uint32Array | undefined {
  const words = new Uint32Array(slab);
  const entries = words[0] ?? 0;
  const start = firstFreeWord(words, entries);
  const probes = probesOf(request);
  if (start + probes > words.length - (entries + request.length) * ENTRY_WORDS) return undefined;
  let offset = start;
  request.forEach((source, index) => {
    writeEntry(words, entries + index, offset, source);
    offset += source.probes;
  });
  // Threads that read meanwhile see the entries only after they are complete.
  Atomics.store(words, 0, entries + request.length);
  return countersAt(slab, start, probes);
}

/**
 * Returns the files of a slab with their live counters.
 *
 * @param skip number of entries to leave out, counted from the first
 */
export function slabEntriesOf(slab: Slab, skip = 0): readonly SlabEntry[] {
  const words = new Uint32Array(slab);
  return Array.from({ length: Atomics.load(words, 0) - skip }, (_, index) => {
    const at = entryAt(words, skip + index);
    const [offset = 0, probes = 0, ...hash] = words.subarray(at, at + ENTRY_WORDS);
    const meta = hash.map((word) => word.toString(16).padStart(8, '0')).join('');
    return { meta, counters: countersAt(slab, offset, probes) };
  });
}

function entryAt(words: Uint32Array, index: number): number {
  return words.length - (index + 1) * ENTRY_WORDS;
}

function firstFreeWord(words: Uint32Array, entries: number): number {
  const last = entryAt(words, entries - 1);
  return entries === 0 ? HEAD_WORDS : (words[last] ?? 0) + (words[last + 1] ?? 0);
}

function writeEntry(
  words: Uint32Array,
  index: number,
  offset: number,
  { meta, probes }: SlabRequest[number],
): void {
  const at = entryAt(words, index);
  words[at] = offset;
  words[at + 1] = probes;
  for (let word = 0; word < HASH_WORDS; word++) {
    words[at + 2 + word] = Number.parseInt(meta.slice(8 * word, 8 * word + 8), 16);
  }
}

function probesOf(request: SlabRequest): number {
  return request.reduce((sum, { probes }) => sum + probes, 0);
}

function countersAt(slab: Slab, offset: number, probes: number): Uint32Array {
  return new Uint32Array(slab, offset * Uint32Array.BYTES_PER_ELEMENT, probes);
}
