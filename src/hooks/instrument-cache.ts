/**
 * Cache of instrumented code. An entry is found by the rules, the file and a sample of its text, and contains the whole text:
 * to compare it takes less time than to hash it, and no hash can mistake one text for another.
 *
 *     <JSON: EntryHead>\n
 *     <the source> <the code> <the insertions> <the metas>
 *
 * A source with nothing to count has an entry, too, whose code is the source, so that no later run parses it again.
 *
 * The source map of compiled code is an entry of its own, because it is rarely read. Other maps follow from the insertions.
 */
import type { CacheStore } from '../cache/cache-store.js';
import type { Instrumented } from '../instrument/index.js';
import { createInsertionMap } from '../instrument/insertion-map.js';
import { formatHash, type Hash, hashBytes, hashTexts } from '../platform/fast-hash.js';

/** Everything that instrumented code depends on. */
export interface CodeOrigin {
  /** Hash of covermain's build, the engine and its options. */
  readonly rules: Hash;
  /** Absolute path. */
  readonly file: string;
  readonly source: string;
  /** Source map of compiled code as JSON; empty without one. */
  readonly inputMap: string;
}

export interface CachedCode {
  readonly code: string;
  readonly insertions: Uint8Array | undefined;
  readonly metas: readonly CachedMeta[];
  /** Whether the code may call `import()`, also in code that it evaluates. */
  readonly mayImport: boolean;
  /** Hash of the entry, which contains the source and the code. */
  readonly checksum: Hash;
  /** Whether the code is the source itself, because there is nothing to count. Then it has no source map. */
  readonly isUnchanged: boolean;
  /** Returns the complete source map of the code as JSON; `undefined` if it cannot be read. */
  readonly readMap: () => string | undefined;
}

export interface CachedMeta {
  readonly bytes: Uint8Array;
  /** Hash of the meta in the profile. */
  readonly hash: string;
}

export interface InstrumentCache {
  /** Returns the code of a source; `undefined` if it is missing or damaged. */
  readonly read: (origin: CodeOrigin) => CachedCode | undefined;
  /** Stores instrumented code. @param metaHashes hashes of the metas, in their order */
  readonly add: (origin: CodeOrigin, instrumented: Instrumented, metaHashes: readonly string[]) => void;
}

/** Lengths of the parts in bytes. */
interface EntryHead {
  readonly source: TextHead;
  readonly code: TextHead;
  /** `null` if there are none. */
  readonly insertions: number | null;
  readonly mayImport: boolean;
  readonly isUnchanged: boolean;
  readonly metas: readonly (readonly [length: number, hash: string])[];
}

type TextHead = readonly [length: number, encoding: TextEncoding];

/** Encodings that keep every text as it is, even lone surrogates, and are decoded by copying memory. */
type TextEncoding = 'latin1' | 'utf16le';

const LINE_FEED = 10;

export function openInstrumentCache(store: CacheStore): InstrumentCache {
  return {
    read(origin) {
      const key = keyOf(origin);
      const entry = store.read(key);
      const cached = entry && parseEntry(entry.data, origin.source);
      if (!cached) return undefined;
      const { insertions } = cached;
      const { checksum } = entry;
      const readMap = isMapStored(origin, insertions)
        ? () => store.read(mapKeyOf(key, checksum))?.data.toString('utf8')
        : () => JSON.stringify(createInsertionMap(origin.source, origin.file, insertions));
      return { ...cached, checksum, readMap };
    },
    add(origin, instrumented, metaHashes) {
      const key = keyOf(origin);
      const isStored = isMapStored(origin, instrumented.insertions);
      const map = isStored ? instrumented.map() : undefined;
      const isUnchanged = isStored && map === undefined;
      const entry = formatEntry(origin.source, instrumented, isUnchanged, metaHashes);
      if (map !== undefined) store.add(mapKeyOf(key, hashBytes(entry)), Buffer.from(map));
      store.add(key, entry);
    },
  };
}

/** Whether the source map is an entry of its own, because it does not follow from the insertions. */
function isMapStored({ inputMap }: CodeOrigin, insertions: Uint8Array | undefined): insertions is undefined {
  return inputMap !== '' || insertions === undefined;
}

/** Number of characters of a source that its key depends on, besides its length. */
const SAMPLE = 64;

function keyOf({ rules, file, source, inputMap }: CodeOrigin): Hash {
  const step = Math.max(1, Math.floor(source.length / SAMPLE));
  let sample = `${source.length} `;
  for (let index = 0; index < source.length; index += step) sample += source[index];
  return hashTexts([`${file}\n${sample}`, ...(inputMap === '' ? [] : [inputMap])], rules);
}

/** Matches `import()`, `import.source()`, and what evaluates text that may contain it. */
const MAY_IMPORT = /\bimport\s*[(/.]|\b(eval|Function)\b/;

/**
 * Returns the key of a source map. Other sources of a file may have the same key, and their entries may be in other packs.
 *
 * @param checksum of the entry with the code
 */
function mapKeyOf(key: Hash, checksum: Hash): Hash {
  return hashTexts(['map', formatHash(checksum)], key);
}

function formatEntry(
  source: string,
  { code, insertions, metas }: Instrumented,
  isUnchanged: boolean,
  metaHashes: readonly string[],
): Buffer {
  const texts = [encodeText(source), encodeText(code)] as const;
  const [sourceHead, codeHead] = texts.map(({ bytes, encoding }) => [bytes.length, encoding] as const);
  const head = {
    source: sourceHead,
    code: codeHead,
    insertions: insertions?.length ?? null,
    mayImport: MAY_IMPORT.test(source),
    isUnchanged,
    metas: metas.map(({ length }, index) => [length, metaHashes[index]]),
  };
  const parts = [...texts.map(({ bytes }) => bytes), insertions ?? Buffer.alloc(0), ...metas];
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
}

/** Splits an entry, whose checksum was verified. @returns `undefined` if it is the entry of another source */
function parseEntry(entry: Buffer, source: string): Omit<CachedCode, 'checksum' | 'readMap'> | undefined {
  let end = entry.indexOf(LINE_FEED) + 1;
  const head = JSON.parse(entry.toString('latin1', 0, end)) as EntryHead;
  const take = (length: number) => {
    end += length;
    return entry.subarray(end - length, end);
  };
  const takeText = ([length, encoding]: TextHead) => take(length).toString(encoding);
  if (takeText(head.source) !== source) return undefined;
  return {
    code: takeText(head.code),
    insertions: head.insertions === null ? undefined : take(head.insertions),
    mayImport: head.mayImport,
    isUnchanged: head.isUnchanged,
    metas: head.metas.map(([length, hash]) => ({ bytes: take(length), hash })),
  };
}

function encodeText(text: string): { bytes: Buffer; encoding: TextEncoding } {
  const encoding = /[^\0-\xff]/.test(text) ? 'utf16le' : 'latin1';
  return { bytes: Buffer.from(text, encoding), encoding };
}
