/** Metas of Istanbul's data: the JSON of every process has all of a file again, and mostly only the counts are others. */

import type { IstanbulFile } from '../interchange/from-istanbul.js';
import { isObject } from '../platform/is-object.js';
import type { FileMeta } from '../profile/model/file-meta.js';

export interface KnownMeta {
  readonly hash: string;
  readonly meta: FileMeta;
}

export type CreateMeta = (file: IstanbulFile) => KnownMeta;

type Counted = Pick<IstanbulFile, 'hash' | 'statementMap' | 'fnMap' | 'branchMap'>;

/** To compare takes a fraction of the time. @param make of a file in which something else is counted than last time */
export function cacheMetas(make: CreateMeta): CreateMeta {
  const known = new Map<string, { readonly counted: Counted; readonly made: KnownMeta }>();
  return (file) => {
    const { path, hash, statementMap, fnMap, branchMap } = file;
    const last = known.get(path);
    if (last && isSameCounted(last.counted, file)) return last.made;
    const made = make(file);
    known.set(path, {
      counted: { ...(hash === undefined ? {} : { hash }), statementMap, fnMap, branchMap },
      made,
    });
    return made;
  };
}

function isSameCounted(one: Counted, other: Counted): boolean {
  return (
    one.hash === other.hash &&
    isSame(one.statementMap, other.statementMap) &&
    isSame(one.fnMap, other.fnMap) &&
    isSame(one.branchMap, other.branchMap)
  );
}

/** Of what JSON holds; the order of keys is that of the counters. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && isSame(one[key], other[key]))
  );
}
