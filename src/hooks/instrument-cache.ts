/**
 * Cache of instrumented code, keyed by the content it was made from. Each entry is a separate file that is written
 * atomically, so any number of processes can read and write. An unreadable entry is treated as missing.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COUNTERS_GLOBAL } from '../instrument/counters-global.js';
import type { Instrumented } from '../instrument/index.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { writeMeta } from '../profile/store/write-profile.js';

export interface InstrumentCache {
  /** Returns instrumented code that ends with the path of its source map. Its metas are in the cache directory, too. */
  read(key: string): CachedCode | undefined;
  /** Stores instrumented code. @returns `undefined` if it cannot be stored */
  write(key: string, instrumented: Pick<Instrumented, 'code' | 'map' | 'metas'>): CachedCode | undefined;
}

export interface CachedCode {
  /** Hashes of the metas of the code. */
  readonly metas: readonly string[];
  /** The code with a comment that names the file of its source map. */
  readonly text: string;
  /** Returns the code without that comment, and reads the source map as JSON. */
  readonly readCodeAndMap: () => { readonly code: string; readonly map: string };
}

/** Opens the cache, which may not exist yet. @param directory absolute path */
export function openInstrumentCache(directory: string): InstrumentCache {
  const mapPathOf = (key: string) => join(directory, `${key}.map`);
  /**
   * Returns the end of an entry, which proves that the entry is complete and that the directory was not moved. It is a
   * path, because Node reads no map from a URL that starts with `file:`.
   */
  const mapCommentOf = (key: string) =>
    `\n//# ${'sourceMappingURL'}=${pathToFileURL(mapPathOf(key)).pathname}\n`;
  const cachedText = (key: string, text: string): CachedCode => ({
    text,
    metas: metaHashesIn(text),
    readCodeAndMap: () => ({
      code: text.slice(0, -mapCommentOf(key).length),
      map: readFileSync(mapPathOf(key), 'utf8'),
    }),
  });
  let isWritable = true;
  let directoryExists = false;
  return {
    read(key) {
      try {
        const text = readFileSync(join(directory, key), 'utf8');
        return text.endsWith(mapCommentOf(key)) ? cachedText(key, text) : undefined;
      } catch {
        return undefined; // a missing file is instrumented again
      }
    },
    write(key, { code, map, metas }) {
      if (!isWritable || map === undefined) return undefined;
      try {
        if (!directoryExists) mkdirSync(directory, { recursive: true });
        directoryExists = true;
        for (const meta of metas) writeMeta(directory, meta);
        const text = `${code}${mapCommentOf(key)}`;
        writeAtomically(mapPathOf(key), map);
        // The code is written last, so that a reader who finds it finds everything.
        writeAtomically(join(directory, key), text);
        return cachedText(key, text);
      } catch {
        isWritable = false; // the program only starts more slowly
        return undefined;
      }
    },
  };
}

const COUNTERS_CALL = `${COUNTERS_GLOBAL}("`;
/** Length of a meta hash in hexadecimal digits. */
const HASH_DIGITS = 32;

/** Returns the meta hashes in the prelude, such as `__covermain__("hash",1,"hash",2)`. */
function metaHashesIn(text: string): readonly string[] {
  const start = text.indexOf(COUNTERS_CALL) + COUNTERS_CALL.length;
  if (start < COUNTERS_CALL.length) return []; // the code of the engine nyc has no metas
  const argumentParts = text.slice(start, text.indexOf(')', start)).split('"');
  return argumentParts.filter((part) => part.length === HASH_DIGITS);
}
