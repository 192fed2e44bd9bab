/**
 * Appends the comment with a source map to instrumented code. Node's source maps, debuggers and transpilers read it.
 *
 * Most programs never look up a position. So the map usually contains the lines only, and names the insertions, which
 * `exact-columns.ts` finds in the memory of the thread. If another thread runs the code, the map contains the insertions. A
 * map with a segment for every token is computed only if something is about to read the map that takes the column of the
 * last segment.
 */
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSERTED_NAMES, mappingsOf } from '../../instrument/encoded-insertions.js';
import { EXACT_COLUMNS } from './exact-columns.js';
import { keepMappings, noteRunningCode } from './known-insertions.js';
import { readsMaps } from './map-readers.js';

export interface MapOptions {
  /** As in `Instrumented`. */
  readonly insertions: Uint8Array | undefined;
  /** Whether the complete map leads to the original sources of compiled code, and the insertions to the compiled code. */
  readonly isTraced: boolean;
  /** Returns the complete source map as JSON; `undefined` if there is none. */
  readonly readMap: () => string | undefined;
  /** Whether a transpiler may read the code, so that it needs the complete map. */
  readonly isTranspiled: boolean;
}

/**
 * Returns code with the comment that contains its source map.
 *
 * @param file absolute path
 * @returns `undefined` if there is no map
 */
export function withMapComment(
  code: string,
  file: string,
  { insertions, isTraced, readMap, isTranspiled }: MapOptions,
): string | undefined {
  const running = noteRunningCode(file, isTranspiled ? undefined : insertions);
  const isComplete = insertions === undefined || isTraced || isTranspiled || readsMaps();
  const data = isComplete
    ? encodeMap(isTranspiled && !isTraced ? withRelativeSource(readMap(), file) : readMap())
    : encodeInsertionMap(file, insertions, running);
  if (data === undefined) return undefined;
  // Node 20 does not decode percent signs. The comment's name is split, so that tools find no such comment in this file.
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;charset=utf-8;base64,${data}\n`;
}

function encodeMap(map: string | undefined): string | undefined {
  return map === undefined ? undefined : Buffer.from(map).toString('base64');
}

/** Matches names that are the same in a relative URL, because the URL parser encodes what it must. */
const PLAIN_NAME = /^[^%?#:\\]+$/;

/**
 * Names the source of a map relative to its file. source-map-support and others take each name in a map for a path.
 *
 * @param map as JSON
 */
function withRelativeSource(map: string | undefined, file: string): string | undefined {
  const name = basename(file);
  const url = JSON.stringify(pathToFileURL(file).href);
  return PLAIN_NAME.test(name) ? map?.replace(url, () => JSON.stringify(name)) : map;
}

/** Returns the source map that consists of the insertions, in Base64. @param running the insertions, if this thread keeps them */
function encodeInsertionMap(file: string, insertions: Uint8Array, running: string | undefined): string {
  const sources = [toFileUrl(file)];
  if (running !== undefined)
    return encodeLineMap({ version: 3, names: [], sources, [EXACT_COLUMNS]: keepMappings(running) }, running);
  const map = { version: 3, names: INSERTED_NAMES, sources, mappings: mappingsOf(insertions) };
  return Buffer.from(JSON.stringify({ ...map, [EXACT_COLUMNS]: true })).toString('base64');
}

/** Matches absolute paths that are the same in a URL. To create a `URL` takes much longer. */
const PLAIN_PATH = /^(\/[\w-][\w.-]*)+$/;

function toFileUrl(file: string): string {
  return PLAIN_PATH.test(file) ? `file://${file}` : pathToFileURL(file).href;
}

/** A segment that leads from the start of a line to the start of the same line of the source. */
const LINE = ';AACA';

/** The number of lines whose segments have no rest in Base64. */
const WHOLE_LINES = 3;

const base64Lines = Buffer.from(LINE.repeat(WHOLE_LINES)).toString('base64');
const base64Ends = Array.from({ length: WHOLE_LINES }, (_, lines) =>
  Buffer.from(`${LINE.repeat(lines)};"}`).toString('base64'),
);

/**
 * Returns a source map whose segments are the starts of the lines, in Base64. It is put together from encoded pieces, because to
 * encode a map takes a program of hundreds of files longer than everything that it does with the map.
 *
 * @param fields all fields but the mappings
 * @param mappings of a text with the same lines
 */
function encodeLineMap(fields: object, mappings: string): string {
  // The first line has no segment of this form, and the mappings end with a separator.
  let lines = -1;
  for (let at = mappings.indexOf(';'); at !== -1; at = mappings.indexOf(';', at + 1)) lines++;
  const start = `${JSON.stringify(fields).slice(0, -1)},"mappings":"AAAA`;
  const bytes = Buffer.byteLength(start);
  const padding = ' '.repeat((WHOLE_LINES - (bytes % WHOLE_LINES)) % WHOLE_LINES);
  const base64Start = Buffer.from(`{${padding}${start.slice(1)}`).toString('base64');
  return `${base64Start}${base64Lines.repeat(Math.floor(lines / WHOLE_LINES))}${base64Ends[lines % WHOLE_LINES]}`;
}
