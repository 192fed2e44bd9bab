/**
 * Finds exact positions in source maps that consist of insertions. Node's lookup returns the position of the last segment.
 * Between the segments of such a map, the columns of both texts advance together.
 *
 * Node looks up the positions of stack traces, of the excerpts of uncaught errors and of `util.getCallSites` by
 * `SourceMap.prototype.findEntry` (`lib/internal/source_map/`).
 */
import {
  type SourceMap as NodeSourceMap,
  SourceMap,
  type SourceMapPayload,
  type SourceMapping,
} from 'node:module';
import { INSERTED_NAMES } from '../../instrument/encoded-insertions.js';
import { showFileColumns } from './call-sites.js';
import { findInsertions, findInsertionsOf, keepInsertions } from './known-insertions.js';

/**
 * Field of a source map that consists of insertions. Names of extensions start with `x_`. Its value is the key of the
 * insertions if they are not in the map itself.
 */
export const EXACT_COLUMNS = 'x_exactColumns';

type PayloadOfInsertions = SourceMapPayload & { readonly [EXACT_COLUMNS]?: unknown };

interface NamedMapping extends SourceMapping {
  readonly name?: string;
}

/**
 * Makes lookups in maps of insertions and the columns of call sites exact, in this thread, which keeps the insertions from now on.
 *
 * @returns a function that ends that
 */
export function findExactColumns(): () => void {
  const forget = keepInsertions();
  const prototype = SourceMap.prototype as NodeSourceMap;
  const { findEntry } = prototype;
  const payload = Object.getOwnPropertyDescriptor(prototype, 'payload') as PropertyDescriptor;
  const getPayload = payload.get as () => PayloadOfInsertions;
  /** Maps with all segments of the insertions; `null` if a map does not consist of insertions. */
  const insertionMaps = new WeakMap<NodeSourceMap, NodeSourceMap | null>();
  const insertionMapOf = (map: NodeSourceMap): NodeSourceMap | null => {
    let found = insertionMaps.get(map);
    if (found === undefined) {
      found = toInsertionMap(map, Reflect.apply(getPayload, map, []));
      insertionMaps.set(map, found);
    }
    return found;
  };
  const findExact = (map: NodeSourceMap, line: number, column: number) => {
    const entry = findEntry.call(map, line, column);
    return isMapping(entry) ? exactEntry(entry, line, column) : entry;
  };
  /** Maps of all insertions, by their `mappings`. */
  const mapsOfMappings = new Map<string, NodeSourceMap>();
  const callSites = showFileColumns((file, line, column) => {
    const mappings = findInsertionsOf(file);
    if (mappings === undefined) return column;
    let map = mapsOfMappings.get(mappings);
    if (!map) {
      map = createInsertionMap({ version: 3, sources: [file] }, mappings);
      mapsOfMappings.set(mappings, map);
    }
    const entry = findExact(map, line - 1, column - 1);
    return isMapping(entry) ? entry.originalColumn + 1 : column;
  });
  prototype.findEntry = function (this: NodeSourceMap, line: number, column: number) {
    const codeColumn = callSites.codeColumnOf(line, column);
    const map = insertionMapOf(this);
    const entry = map ? findExact(map, line, codeColumn) : findEntry.call(this, line, codeColumn);
    if (codeColumn === column || !isMapping(entry)) return entry;
    return { ...entry, generatedColumn: entry.generatedColumn + column - codeColumn };
  };
  Object.defineProperty(prototype, 'payload', {
    ...payload,
    get(this: NodeSourceMap) {
      return Reflect.apply(getPayload, insertionMapOf(this) ?? this, []);
    },
  });
  return () => {
    prototype.findEntry = findEntry;
    Object.defineProperty(prototype, 'payload', payload);
    callSites.restore();
    forget();
  };
}

/** @returns `null` for a map that does not consist of insertions, or of those of another thread */
function toInsertionMap(map: NodeSourceMap, payload: PayloadOfInsertions): NodeSourceMap | null {
  const key = Object.hasOwn(payload, EXACT_COLUMNS) ? payload[EXACT_COLUMNS] : undefined;
  if (typeof key !== 'string') return key === undefined ? null : map;
  const mappings = findInsertions(key);
  return mappings === undefined ? null : createInsertionMap(payload, mappings);
}

function createInsertionMap(fields: object, mappings: string): NodeSourceMap {
  return new SourceMap({
    ...fields,
    names: [...INSERTED_NAMES],
    mappings,
    [EXACT_COLUMNS]: true,
  } as unknown as SourceMapPayload);
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
