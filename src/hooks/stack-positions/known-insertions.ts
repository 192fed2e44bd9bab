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

/**
 * Notes how the code that V8 runs differs from the file.
 *
 * @param file absolute path
 * @param encoded `undefined` if the insertions are unknown, or if something else changes the code, too
 * @returns the insertions as `mappings`; `undefined` if this thread keeps none
 */
export function noteRunningCode(file: string, encoded: Uint8Array | undefined): string | undefined {
  if (encoded && isKeeping) {
    const mappings = mappingsOf(encoded);
    knownByFile.set(file, mappings);
    return mappings;
  }
  knownByFile.delete(file);
  return undefined;
}

/** Keeps insertions. @returns their key, which is the same in all runs, because V8's code cache contains it */
export function keepMappings(mappings: string): string {
  const key = formatHash(hashTexts([mappings]));
  known.set(key, mappings);
  return key;
}

/** Returns insertions as the `mappings` of a source map; `undefined` if this thread does not know them. */
export function findInsertions(key: string): string | undefined {
  return known.get(key);
}

/** Returns the difference between the code that V8 runs and the file, as `mappings`; `undefined` if it is unknown. */
export function findInsertionsOf(file: string): string | undefined {
  return knownByFile.get(file);
}
