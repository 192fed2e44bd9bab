/**
 * What was instrumented before, by the content it was made of. An entry is a file of its own that appears whole, so
 * any number of processes may read and write; one that cannot be read is as good as none.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COUNTERS_GLOBAL } from '../instrument/counters-global.js';
import type { Instrumented } from '../instrument/index.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { writeMeta } from '../profile/store/write-profile.js';

export interface InstrumentCache {
  /** Counting text that ends by naming its source map, whose metas are in the folder, too. */
  read(key: string): CachedCode | undefined;
  /** `undefined` where it cannot be kept. */
  write(key: string, instrumented: Pick<Instrumented, 'code' | 'map' | 'metas'>): CachedCode | undefined;
}

export interface CachedCode {
  /** The hashes of the metas of what it counts. */
  readonly metas: readonly string[];
  /** With a comment that names the file of the source map. */
  readonly text: string;
  /** What it is without that comment, and the source map as JSON. */
  readonly inParts: () => { readonly code: string; readonly map: string };
}

/** @param folder absolute path */
export function openInstrumentCache(folder: string): InstrumentCache {
  const mapPathOf = (key: string) => join(folder, `${key}.map`);
  /**
   * Its place in the text shows that nothing of that was cut off, and that the folder is where it was. A path: Node
   * reads no map from a URL that begins with `file:`.
   */
  const endOf = (key: string) => `\n//# ${'sourceMappingURL'}=${pathToFileURL(mapPathOf(key)).pathname}\n`;
  const cachedText = (key: string, text: string): CachedCode => ({
    text,
    metas: metasOf(text),
    inParts: () => ({
      code: text.slice(0, -endOf(key).length),
      map: readFileSync(mapPathOf(key), 'utf8'),
    }),
  });
  let isWritable = true;
  let isThere = false;
  return {
    read(key) {
      try {
        const text = readFileSync(join(folder, key), 'utf8');
        return text.endsWith(endOf(key)) ? cachedText(key, text) : undefined;
      } catch {
        return undefined; // not there: it is instrumented anew
      }
    },
    write(key, { code, map, metas }) {
      if (!isWritable || map === undefined) return undefined;
      try {
        if (!isThere) mkdirSync(folder, { recursive: true });
        isThere = true;
        for (const meta of metas) writeMeta(folder, meta);
        const text = `${code}${endOf(key)}`;
        writeAtomically(mapPathOf(key), map);
        // The text comes last: whoever finds it finds all.
        writeAtomically(join(folder, key), text);
        return cachedText(key, text);
      } catch {
        isWritable = false; // only speed is lost
        return undefined;
      }
    },
  };
}

const ASK = `${COUNTERS_GLOBAL}("`;
const HASH_DIGITS = 32;

/** The hashes by which a prelude asks for its counters: `__covermain__("hash",1,"hash",2)`. */
function metasOf(text: string): readonly string[] {
  const start = text.indexOf(ASK) + ASK.length;
  if (start < ASK.length) return []; // of an engine whose code counts by itself
  const list = text.slice(start, text.indexOf(')', start)).split('"');
  return list.filter((part) => part.length === HASH_DIGITS);
}
