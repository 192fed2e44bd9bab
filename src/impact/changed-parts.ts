/** Finds the counts of a profile that show whether changed code ran. */
import type { FileMeta } from '../profile/model/file-meta.js';
import { type Item, itemsOf } from '../profile/model/meta-items.js';
import { type NestedFunction, nestFunctions } from '../profile/model/nesting.js';
import type { SourceRegion } from './source-regions.js';

/** Changed code of a measured version of a file. */
export interface ChangedPart {
  readonly kind: 'function' | 'module' | 'file' | 'version';
  /** Path in the meta. */
  readonly path: string;
  /** Name and first line of a function; otherwise `null`. */
  readonly function: string | null;
  readonly line: number | null;
  /** Items whose counts show that the part ran. */
  readonly items: readonly Item[];
}

/** Returns a part for the whole file. @param kind `version` if the measured version is unknown, so that nothing shows the change */
export function wholeFile(meta: FileMeta, kind: 'file' | 'version'): ChangedPart {
  return { kind, path: meta.path, function: null, line: null, items: itemsOf(meta) };
}

/**
 * Returns a part for each changed region. If the meta has other functions than the regions, as that of compiled code has, the
 * items on the lines of a function stand for it.
 *
 * @param regions changed regions of the text that the meta describes
 */
export function changedPartsOf(meta: FileMeta, regions: readonly SourceRegion[]): readonly ChangedPart[] {
  if (regions.length === 0) return [];
  if (meta.untraced) return [wholeFile(meta, 'file')];
  const { functions, outside } = nestFunctions(meta);
  const known = new Map(flatten(functions).map((nested) => [String(nested.range), nested]));
  const all = itemsOf(meta);
  const parts = regions.map((region): ChangedPart | undefined => {
    const { name, range } = region;
    if (!range) return { kind: 'module', path: meta.path, function: null, line: null, items: outside };
    const items = known.get(String(range))?.own ?? all.filter((item) => isOnLinesOf(item, range));
    return items.length === 0
      ? undefined
      : { kind: 'function', path: meta.path, function: name, line: range[0], items };
  });
  const found = parts.filter((part) => part !== undefined);
  return found.length === parts.length ? found : [wholeFile(meta, 'file')];
}

function isOnLinesOf({ range: [first, , last] }: Item, range: readonly number[]): boolean {
  return first <= Number(range[2]) && last >= Number(range[0]);
}

/** Lists functions at all depths. A loop, because functions of an untrusted profile may nest more deeply than calls can. */
function flatten(functions: readonly NestedFunction[]): readonly NestedFunction[] {
  const all: NestedFunction[] = [];
  const pending = [...functions];
  for (let nested = pending.pop(); nested; nested = pending.pop()) {
    all.push(nested);
    for (const inner of nested.inner) pending.push(inner);
  }
  return all;
}
