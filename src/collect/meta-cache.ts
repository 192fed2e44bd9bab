/**
 * Caches metas of Istanbul data: the JSON of every process repeats all items of a file, and mostly only counts
 * differ.
 */

import type { IstanbulFile } from '../interchange/from-istanbul.js';
import { isObject } from '../platform/is-object.js';
import type { FileMeta } from '../profile/model/file-meta.js';

export interface KnownMeta {
  readonly hash: string;
  readonly meta: FileMeta;
}

/** Converts the items of a file to a meta. */
export type CreateMeta = (file: IstanbulFile) => KnownMeta;

type FileItems = Pick<IstanbulFile, 'hash' | 'statementMap' | 'fnMap' | 'branchMap'>;

/**
 * Returns a function that creates a meta only if the items of a file changed since the last call. Comparing takes a
 * fraction of the time that creating does.
 */
export function cacheMetas(createMeta: CreateMeta): CreateMeta {
  const known = new Map<string, { readonly items: FileItems; readonly meta: KnownMeta }>();
  return (file) => {
    const { path, hash, statementMap, fnMap, branchMap } = file;
    const last = known.get(path);
    if (last && hasEqualItems(last.items, file)) return last.meta;
    const meta = createMeta(file);
    known.set(path, {
      items: { ...(hash === undefined ? {} : { hash }), statementMap, fnMap, branchMap },
      meta,
    });
    return meta;
  };
}

function hasEqualItems(one: FileItems, other: FileItems): boolean {
  return (
    one.hash === other.hash &&
    isEqualJson(one.statementMap, other.statementMap) &&
    isEqualJson(one.fnMap, other.fnMap) &&
    isEqualJson(one.branchMap, other.branchMap)
  );
}

/** Depth to which values are compared. Istanbul's have 4 levels; deeper ones could exhaust the stack. */
const MAX_DEPTH = 20;

/** Compares JSON values. The order of keys matters, because it is the order of the counters. */
function isEqualJson(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  if (depth > MAX_DEPTH) return false;
  const keys = Object.keys(one);
  const otherKeys = Object.keys(other);
  return (
    keys.length === otherKeys.length &&
    keys.every((key, index) => key === otherKeys[index] && isEqualJson(one[key], other[key], depth + 1))
  );
}
