/**
 * The insertions of the files that this thread runs. They stay here, so that the comment with the source map of a file is
 * small: Node and V8 read the comment of each file, but hardly any program looks up a position.
 */
import { mappingsOf } from '../../instrument/encoded-insertions.js';
import { formatHash, hashTexts } from '../../platform/fast-hash.js';

/** Insertions as the `mappings` of a source map, by their hash: a file may be loaded again with another content. */
const known = new Map<string, string>();

/** The same of the files whose instrumented code V8 runs as it is, by absolute path. */
const knownByFile = new Map<string, string>();

let isKeeping = false;

/** Makes this thread keep insertions. Only a thread that runs the loaded files can look them up. @returns a function that ends that */
export function keepInsertions(): () => void {
  isKeeping = true;
  return () => {
    isKeeping = false;
    known.clear();
    knownByFile.clear();
  };
}

export interface KnownInsertions {
  /** The same in all runs, because V8's code cache contains the comment. */
  readonly key: string;
  readonly mappings: string;
}

/** Keeps insertions. @returns `undefined` if this thread keeps none */
export function noteInsertions(encoded: Uint8Array): KnownInsertions | undefined {
  if (!isKeeping) return undefined;
  const mappings = mappingsOf(encoded);
  const key = formatHash(hashTexts([mappings]));
  known.set(key, mappings);
  return { key, mappings };
}

/**
 * Notes how the code that V8 runs differs from the file.
 *
 * @param file absolute path
 * @param encoded `undefined` if the insertions are unknown, or if something else changes the code, too
 */
export function noteRunningCode(file: string, encoded: Uint8Array | undefined): void {
  if (encoded && isKeeping) knownByFile.set(file, mappingsOf(encoded));
  else knownByFile.delete(file);
}

/** Returns insertions as the `mappings` of a source map; `undefined` if this thread does not know them. */
export function findInsertions(key: string): string | undefined {
  return known.get(key);
}

/** Returns the difference between the code that V8 runs and the file, as `mappings`; `undefined` if it is unknown. */
export function findInsertionsOf(file: string): string | undefined {
  return knownByFile.get(file);
}
