/** Checks that counters fit the meta that describes them. */
import type { FileMeta } from '../model/file-meta.js';

/**
 * Returns why a profile's counters cannot be used, or `undefined` if they fit their meta.
 *
 * @param hash of the meta
 * @param size number of the counters
 * @param meta `undefined` if it is missing or unreadable
 */
export function findMetaMismatch(hash: string, size: number, meta: FileMeta | undefined): string | undefined {
  if (!meta) return describeMissingMeta(hash);
  if (meta.probes === size) return undefined;
  return `it has ${size} counters for ${meta.path}, but the meta ${hash} has ${meta.probes} probes`;
}

/** Returns why counters cannot be used without their meta, as a clause. */
export function describeMissingMeta(hash: string): string {
  return `the meta ${hash}, which describes its counters, is missing or unreadable`;
}
