/**
 * What was instrumented before, by the content it was made of. An entry is a file of its own that appears whole, so
 * any number of processes may read and write; one that cannot be read is as good as none.
 */
import { hash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instrumented } from '../instrument/index.js';
import { metaNameOf } from '../profile/meta-file.js';
import { writeMeta } from '../profile/write-profile.js';

export interface Cache {
  /** The counting text, after its metas were put into the profile directory; `undefined` where any of it is missing. */
  readCode(key: string): string | undefined;
  /** The source map of a text that was read; throws where it is gone. */
  readMap(key: string): string;
  /** Absolute path of the source map. */
  mapPathOf(key: string): string;
  /** @returns whether it can be read from now on */
  write(key: string, instrumented: Pick<Instrumented, 'code' | 'map' | 'metas'>): boolean;
}

/** Of everything that a result depends on. */
export function keyOf(...parts: readonly string[]): string {
  return hash('sha256', parts.map((part) => `${part.length}:${part}`).join('')).slice(0, 32);
}

/**
 * @param folder absolute path of the cache
 * @param directory absolute path of the profile directory
 */
export function openCache(folder: string, directory: string): Cache {
  const mapPathOf = (key: string) => join(folder, `${key}.map`);
  let isWritable = true;
  return {
    mapPathOf,
    readMap: (key) => readFileSync(mapPathOf(key), 'utf8'),
    readCode(key) {
      try {
        const code = readFileSync(join(folder, key), 'utf8');
        for (const meta of metasOf(code)) {
          link(join(folder, metaNameOf(meta)), join(directory, metaNameOf(meta)));
        }
        return code;
      } catch {
        return undefined; // not there, or damaged: it is instrumented anew
      }
    },
    write(key, { code, map, metas }) {
      if (!isWritable || map === undefined) return false;
      try {
        mkdirSync(folder, { recursive: true });
        for (const meta of metas) writeMeta(folder, meta);
        // The text comes last: whoever finds it finds all.
        writeWhole(mapPathOf(key), map);
        writeWhole(join(folder, key), code);
        return true;
      } catch {
        isWritable = false; // only speed is lost
        return false;
      }
    },
  };
}

/** Others may read at any time, and see all of it or nothing. */
function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.${performance.now()}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Links are much faster than copies, and metas never change. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') copyFileSync(from, to);
  }
}

const ASK = '__covermain__("';
const HASH_DIGITS = 32;

/** The hashes by which the prelude of counting text asks for its counters: `__covermain__("hash",1,"hash",2)`. */
function metasOf(code: string): readonly string[] {
  const start = code.indexOf(ASK) + ASK.length;
  if (start < ASK.length) throw new Error('expected counting text');
  const list = code.slice(start, code.indexOf(')', start)).split('"');
  return list.filter((part) => part.length === HASH_DIGITS);
}
