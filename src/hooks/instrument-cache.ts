/**
 * Cache of instrumented code, keyed by the content it was made from. Each entry is a separate file that is written
 * atomically, so any number of processes can read and write. An entry proves its content by a checksum: a power failure
 * can leave a file empty, truncated or filled with zeros. A damaged entry is treated as missing.
 *
 *     <checksum of everything after this line>\n
 *     <JSON: CachedParts>\n
 *     <the metas, one after the other>
 *     <the code, and the comment that names its map>
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Instrumented } from '../instrument/index.js';
import { type CacheDirectory, openCacheDirectory } from '../platform/cache-directory.js';
import { sha256 } from '../platform/crypto.js';
import { sizeIfPossible } from '../platform/file-stats.js';
import { writeAtomically } from '../platform/write-atomically.js';

export interface InstrumentCache {
  /** Returns instrumented code; `undefined` if it is missing or damaged. */
  read(key: string): CachedCode | undefined;
  /** Stores instrumented code. @returns `undefined` if it cannot be stored */
  write(key: string, instrumented: Pick<Instrumented, 'code' | 'map' | 'metas'>): CachedCode | undefined;
}

export interface CachedCode {
  /** Encoded metas of the code. */
  readonly metas: readonly Uint8Array[];
  /** The code with a comment that names the file of its source map. */
  readonly text: string;
  /** Returns the code without that comment, and its source map as JSON; `undefined` if the map is damaged. */
  readonly readCodeAndMap: () => { readonly code: string; readonly map: string } | undefined;
}

/** Lengths in bytes, and the checksum of the source map, which is a file of its own because Node reads it. */
interface CachedParts {
  readonly metas: readonly number[];
  readonly map: { readonly length: number; readonly checksum: string };
}

const LINE_FEED = 10;

/** Opens the cache, which may not exist yet. @param directory absolute path */
export function openInstrumentCache(directory: string): InstrumentCache {
  const mapPathOf = (key: string) => join(directory, `${key}.map`);
  /**
   * Returns the end of an entry, which proves that the directory was not moved. It is a path, because Node reads no map
   * from a URL that starts with `file:`.
   */
  const mapCommentOf = (key: string) =>
    `\n//# ${'sourceMappingURL'}=${pathToFileURL(mapPathOf(key)).pathname}\n`;
  const cachedCode = (key: string, text: string, metas: readonly Uint8Array[], mapChecksum: string) => ({
    text,
    metas,
    readCodeAndMap: () => {
      const map = open()?.read(mapPathOf(key));
      if (!map || sha256(map) !== mapChecksum) return undefined;
      return { code: text.slice(0, -mapCommentOf(key).length), map: map.toString('utf8') };
    },
  });
  let isWritable = true;
  let opened: { readonly cache: CacheDirectory | undefined } | undefined;
  /** Opens the directory at the first call. */
  const open = () => {
    opened ??= { cache: openCacheDirectory(directory) };
    return opened.cache;
  };
  return {
    read(key) {
      const entry = open()?.read(join(directory, key));
      const content = entry && withoutChecksum(entry);
      if (!content) return undefined;
      const { parts, metas, text } = parseEntry(content);
      const isComplete =
        text.endsWith(mapCommentOf(key)) && sizeIfPossible(mapPathOf(key)) === parts.map.length;
      return isComplete ? cachedCode(key, text, metas, parts.map.checksum) : undefined;
    },
    write(key, { code, map: computeMap, metas }) {
      const map = isWritable ? computeMap() : undefined;
      if (map === undefined || !open()) return undefined;
      const text = `${code}${mapCommentOf(key)}`;
      const mapBytes = Buffer.from(map);
      const checksum = sha256(mapBytes);
      const parts = { metas: metas.map(({ length }) => length), map: { length: mapBytes.length, checksum } };
      try {
        writeAtomically(mapPathOf(key), mapBytes);
        // The code is written last, so that a reader who finds it finds everything.
        writeAtomically(join(directory, key), withChecksum(formatEntry(parts, metas, text)));
        return cachedCode(key, text, metas, checksum);
      } catch {
        isWritable = false; // the program only starts more slowly
        return undefined;
      }
    },
  };
}

function formatEntry(parts: CachedParts, metas: readonly Uint8Array[], text: string): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(parts)}\n`), ...metas, Buffer.from(text)]);
}

/** Splits the content of an entry, which its checksum has verified. */
function parseEntry(content: Buffer): { parts: CachedParts; metas: readonly Uint8Array[]; text: string } {
  let end = content.indexOf(LINE_FEED) + 1;
  const parts = JSON.parse(content.toString('utf8', 0, end)) as CachedParts;
  const metas = parts.metas.map((length) => {
    const start = end;
    end += length;
    return content.subarray(start, end);
  });
  return { parts, metas, text: content.toString('utf8', end) };
}

function withChecksum(content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${sha256(content)}\n`), content]);
}

/** Returns the content of an entry; `undefined` if its checksum is wrong. */
function withoutChecksum(entry: Buffer): Buffer | undefined {
  const end = entry.indexOf(LINE_FEED);
  const content = entry.subarray(end + 1);
  return end !== -1 && entry.toString('latin1', 0, end) === sha256(content) ? content : undefined;
}
