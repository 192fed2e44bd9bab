/**
 * Slabs: shared memory that holds the counters of many files, and says itself which. So whoever has the memory can
 * read them, in any thread, also when the thread that counts is blocked or gone.
 *
 *     word 0      the number of entries
 *     word 1      Node's `threadId` of the thread that counts in it
 *     word 2      how many slabs that thread has made before
 *     counters    from word 3 upwards
 *       ...
 *     entries     from the end downwards, of each file:
 *       1 word      where its counters begin
 *       1 word      the number of its counters
 *       4 words     the hash of its meta, 16 bytes
 */

/** A word is what one counter takes, an unsigned integer of 32 bits. */
export type Slab = SharedArrayBuffer;

export interface SlabEntry {
  /** The hash of the meta, 32 hexadecimal digits. */
  readonly meta: string;
  readonly counters: Uint32Array;
}

/** What one file asks for: the counters of each source it was made of. */
export type SlabRequest = readonly { readonly meta: string; readonly probes: number }[];

const HEAD_WORDS = 3;
const HASH_WORDS = 4;
const ENTRY_WORDS = 2 + HASH_WORDS;

/** Words of a thread's first slab, unless one file needs more: there may be thousands of threads that load little. */
const LEAST_WORDS = 1 << 10;

/** How often that is doubled, slab by slab. */
const DOUBLINGS = 6;

/** Which slab of a process it is. One that comes to a thread by two ways is two objects there. */
export interface SlabId {
  readonly thread: number;
  readonly number: number;
}

/** A slab with room for at least what is asked. */
export function newSlab(asked: SlabRequest, { thread, number }: SlabId): Slab {
  const words = HEAD_WORDS + probesOf(asked) + asked.length * ENTRY_WORDS;
  const usual = LEAST_WORDS << Math.min(number, DOUBLINGS);
  const slab = new SharedArrayBuffer(Math.max(usual, words) * Uint32Array.BYTES_PER_ELEMENT);
  new Uint32Array(slab).set([0, thread, number]);
  return slab;
}

export function slabIdOf(slab: Slab): SlabId {
  const [, thread = 0, number = 0] = new Uint32Array(slab, 0, HEAD_WORDS);
  return { thread, number };
}

/**
 * Counters for one file, all 0, those of its sources one behind another; `undefined` where there is no room for them.
 * Only the slab's own thread may ask.
 */
export function allocateCounters(slab: Slab, asked: SlabRequest): Uint32Array | undefined {
  const words = new Uint32Array(slab);
  const entries = words[0] ?? 0;
  const start = firstFree(words, entries);
  const probes = probesOf(asked);
  if (start + probes > words.length - (entries + asked.length) * ENTRY_WORDS) return undefined;
  let offset = start;
  asked.forEach((source, index) => {
    writeEntry(words, entries + index, offset, source);
    offset += source.probes;
  });
  // Readers in other threads see entries only once they are whole.
  Atomics.store(words, 0, entries + asked.length);
  return countersAt(slab, start, probes);
}

/**
 * The files of a slab, with their live counters.
 *
 * @param known how many of the first to leave out
 */
export function slabEntriesOf(slab: Slab, known = 0): readonly SlabEntry[] {
  const words = new Uint32Array(slab);
  return Array.from({ length: Atomics.load(words, 0) - known }, (_, index) => {
    const at = entryAt(words, known + index);
    const [offset = 0, probes = 0, ...hash] = words.subarray(at, at + ENTRY_WORDS);
    const meta = hash.map((word) => word.toString(16).padStart(8, '0')).join('');
    return { meta, counters: countersAt(slab, offset, probes) };
  });
}

function entryAt(words: Uint32Array, index: number): number {
  return words.length - (index + 1) * ENTRY_WORDS;
}

function firstFree(words: Uint32Array, entries: number): number {
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

function probesOf(asked: SlabRequest): number {
  return asked.reduce((sum, { probes }) => sum + probes, 0);
}

function countersAt(slab: Slab, offset: number, probes: number): Uint32Array {
  return new Uint32Array(slab, offset * Uint32Array.BYTES_PER_ELEMENT, probes);
}
