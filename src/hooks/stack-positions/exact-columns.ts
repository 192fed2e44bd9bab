/**
 * Finds exact positions in source maps that consist of insertions. Node's lookup returns the position of the last segment.
 * Between the segments of such a map, the columns of both texts advance together.
 *
 * Node looks up the positions of stack traces, of the excerpts of uncaught errors and of `util.getCallSites` by
 * `SourceMap.prototype.findEntry` (`lib/internal/source_map/`).
 */
import { type SourceMap as NodeSourceMap, SourceMap, type SourceMapping } from 'node:module';

/** Field of a source map that consists of insertions. Names of extensions start with `x_`. */
export const EXACT_COLUMNS = 'x_exactColumns';

interface NamedMapping extends SourceMapping {
  readonly name?: string;
}

/** Makes lookups in maps of insertions exact, in this thread. */
export function findExactColumns(): void {
  const prototype = SourceMap.prototype as NodeSourceMap;
  const { findEntry } = prototype;
  const known = new WeakMap<NodeSourceMap, boolean>();
  const isOfInsertions = (map: NodeSourceMap): boolean => {
    const isKnown = known.get(map) ?? Object.hasOwn(map.payload, EXACT_COLUMNS);
    known.set(map, isKnown);
    return isKnown;
  };
  prototype.findEntry = function (this: NodeSourceMap, line: number, column: number) {
    const entry = findEntry.call(this, line, column);
    return isMapping(entry) && isOfInsertions(this) ? exactEntry(entry, line, column) : entry;
  };
}

function isMapping(entry: SourceMapping | object): entry is NamedMapping {
  return 'generatedColumn' in entry;
}

/** @param entry last segment up to the position. It has a name if it is the start of inserted text. */
function exactEntry({ name, ...entry }: NamedMapping, line: number, column: number): SourceMapping {
  if (entry.generatedLine !== line) return entry;
  const distance = name === undefined ? column - entry.generatedColumn : 0;
  // Node's entries have the name of a function.
  const noName = { name: undefined };
  return { ...entry, ...noName, generatedColumn: column, originalColumn: entry.originalColumn + distance };
}
