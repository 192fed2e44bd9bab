/** Changes the code in a project's cache, as another program of the same user could. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePack, type NewEntry, parseIndex } from '../../src/cache/pack-format.js';
import { isPackName, packNameOf } from '../../src/cache/pack-names.js';
import type { Hash } from '../../src/platform/fast-hash.js';

/** Offset and length of the build's hash in a pack. */
const BUILD = [24, 16] as const;

/**
 * Replaces a text in the cached code of a file by a longer one, with correct checksums.
 *
 * @param directory of the cache; the changed pack has mode 0600
 * @returns path of the changed pack
 */
export function poisonPack(directory: string, [text, replacement]: readonly [string, string]): string {
  for (const name of readdirSync(directory).filter(isPackName)) {
    const path = join(directory, name);
    const bytes = new Uint8Array(readFileSync(path)); // its memory is aligned
    const index = parseIndex(bytes.subarray(0, indexEndOf(bytes)));
    assert.ok(index !== undefined, path);
    let isChanged = false;
    const entries = Array.from({ length: index.count }, (_, position): NewEntry => {
      const { key, offset, length } = index.at(position);
      const data = bytes.subarray(offset, offset + length);
      const changed = poisonEntry(Buffer.from(data).toString('latin1'), text, replacement);
      if (changed === undefined) return { key, data };
      isChanged = true;
      return { key, data: Buffer.from(changed, 'latin1') };
    });
    if (!isChanged) continue;
    const build: Hash = new Int32Array(bytes.slice(BUILD[0], BUILD[0] + BUILD[1]).buffer);
    const pack = encodePack(build, entries);
    const changedPath = join(directory, packNameOf(build, pack.name));
    rmSync(path);
    writeFileSync(changedPath, pack.bytes, { mode: 0o600 });
    return changedPath;
  }
  throw new Error(`No pack in ${directory} has code that contains ${JSON.stringify(text)}.`);
}

/** The index ends where the first data starts or at most seven bytes before: it has 40 bytes for each entry. */
function indexEndOf(bytes: Uint8Array): number {
  const count = new DataView(bytes.buffer).getUint32(40, true);
  return 48 + 40 * count;
}

/** @returns the entry with the replaced text; `undefined` if the code does not contain the text */
function poisonEntry(entry: string, text: string, replacement: string): string | undefined {
  const headEnd = entry.indexOf('\n') + 1;
  if (!entry.startsWith('{"source":')) return undefined;
  const head = JSON.parse(entry.slice(0, headEnd)) as { source: [number, string]; code: [number, string] };
  const codeStart = headEnd + head.source[0];
  const code = entry.slice(codeStart, codeStart + head.code[0]);
  if (!code.includes(text)) return undefined;
  const changed = code.replace(text, replacement);
  const changedHead = { ...head, code: [changed.length, head.code[1]] };
  const rest = entry.slice(codeStart + code.length);
  return `${JSON.stringify(changedHead)}\n${entry.slice(headEnd, codeStart)}${changed}${rest}`;
}
