/**
 * Scans the JSON of a syntax tree to a list of integers. `JSON.parse` would create an object for each of the nodes, most of
 * which nobody looks at.
 */
import { CONTENT_BITS } from './content.js';
import {
  BACKSLASH,
  type JsonWindow,
  moveWindow,
  QUOTE,
  skipLongString,
  WINDOW_LENGTH,
  windowBytes,
} from './json-window.js';
import { FALSE, FIRST_RECORD, NULL, type ScannedTree, TRUE } from './scanned-tree.js';
import { type Shape, shapeOfType, shapeWithKey, untypedShape } from './shapes.js';

const COMMA = 0x2c;
const ZERO = 0x30;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const LETTER_Y = 0x79;

/** Arrays that are larger are not kept for the next tree. */
const MAX_KEPT_LENGTH = 2 ** 20;
/** Number of characters of JSON per value, or more than that, in most trees. */
const CHARACTERS_PER_VALUE = 8;

/** The shape of arrays while they are scanned. */
const ARRAY = shapeOfType('[]');

let keptValues = new Int32Array(2 ** 16);
let keptPending = new Int32Array(2 ** 12);

/** A scan that is under way. */
interface Scan extends JsonWindow {
  values: Int32Array<ArrayBuffer>;
  /** Length of `values`. */
  length: number;
}

/**
 * Scans a tree.
 *
 * @param json as the parser writes it: without white space after its first `{"type":`, and with `type` as the first key of
 *   each node
 */
export function scanTree(json: string): ScannedTree {
  const expectedLength = Math.ceil(json.length / CHARACTERS_PER_VALUE);
  const scan: Scan = {
    json,
    isWide: /[^\0-\xff]/.test(json),
    windowStart: 0,
    limit: 0,
    values: expectedLength > keptValues.length ? new Int32Array(expectedLength) : keptValues,
    length: FIRST_RECORD + 1,
  };
  scan.values[FIRST_RECORD] = -1;
  moveWindow(scan, json.indexOf('{"type":'));
  const root = scanValues(scan);
  return { json, values: keepValues(scan), root };
}

/**
 * Scans the JSON from the window on.
 *
 * It is one short loop, because it runs for every value, and a tree has ten times as many characters as its source. What is
 * rare is in functions of its own.
 *
 * @returns index of the outermost record
 */
function scanValues(scan: Scan): number {
  const bytes = windowBytes;
  let pending = keptPending;
  /** Number of values in `pending`: those of the open objects and arrays. */
  let top = 0;
  /** The objects and arrays around the open one: their shapes, where their values start in `pending`, and their contents. */
  const outerShapes: Shape[] = [];
  const outerBases: number[] = [];
  const outerContents: number[] = [];
  let shape = ARRAY;
  let base = 0;
  /** What the children of the open object or array contain, as far as they were scanned. */
  let content = 0;
  let offset = 0;
  /** Whether a value starts at the offset. Otherwise a value or the type of a node has ended there. */
  let isAtValue = true;
  for (;;) {
    if (offset > scan.limit) offset = moveWindow(scan, scan.windowStart + offset);
    if (top === pending.length) pending = enlarge(pending);
    const code = bytes[offset] as number;
    if (!isAtValue) {
      if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        content |= shape.content;
        const header = shape === ARRAY ? base - top - 1 : (shape.id << CONTENT_BITS) | content;
        const record = addRecord(scan, header, pending, base, top);
        offset += 1;
        top = base;
        shape = outerShapes.pop() as Shape;
        base = outerBases.pop() as number;
        content |= outerContents.pop() as number;
        if (outerShapes.length === 0) {
          keptPending = pending;
          return record;
        }
        pending[top++] = record;
      } else if (shape === ARRAY) {
        offset += 1;
        isAtValue = true;
      } else {
        // A comma, or the brace of an object without type; then a key in quotes.
        shape = longerShape(scan, shape, offset + 2);
        offset += shape.keyLength + 4;
        isAtValue = !shape.hasOffset;
        if (isAtValue) continue;
        let number = 0;
        for (let digit = bytes[offset] as number; digit >= ZERO; digit = bytes[++offset] as number) {
          if (digit > ZERO + 9) break;
          number = number * 10 + digit - ZERO;
        }
        pending[top++] = number;
      }
      continue;
    }
    isAtValue = false;
    if (code === OPEN_BRACE) {
      outerShapes.push(shape);
      outerBases.push(base);
      outerContents.push(content);
      base = top;
      content = 0;
      // {"type":"Identifier","name":"a","start":0,"end":1}
      if (bytes[offset + 2] === LETTER_T && bytes[offset + 3] === LETTER_Y) {
        const nameStart = offset + 9;
        let hash = 0;
        offset = nameStart;
        for (let letter = bytes[offset] as number; letter !== QUOTE; letter = bytes[++offset] as number)
          hash = (Math.imul(hash, 31) + letter) | 0;
        shape = shapesByHash.get(hash) ?? addType(scan, hash, nameStart, offset);
        offset += 1;
      } else {
        shape = untypedShape;
      }
    } else if (code === QUOTE) {
      pending[top++] = -(scan.windowStart + offset);
      for (let letter = bytes[++offset] as number; letter !== QUOTE; letter = bytes[offset] as number)
        offset += letter === BACKSLASH ? 2 : 1;
      // The window ends with quotes.
      if (offset >= WINDOW_LENGTH) offset = skipLongString(scan, -(pending[top - 1] as number));
      offset += 1;
    } else if (code === OPEN_BRACKET) {
      offset += 1;
      if (bytes[offset] === CLOSE_BRACKET) {
        pending[top++] = FIRST_RECORD;
        offset += 1;
      } else {
        outerShapes.push(shape);
        outerBases.push(base);
        outerContents.push(content);
        base = top;
        content = 0;
        shape = ARRAY;
        isAtValue = true;
      }
    } else if (code === LETTER_N) {
      pending[top++] = NULL;
      offset += 4;
    } else if (code === LETTER_T) {
      pending[top++] = TRUE;
      offset += 4;
    } else if (code === LETTER_F) {
      pending[top++] = FALSE;
      offset += 5;
    } else {
      pending[top++] = -(scan.windowStart + offset);
      for (let letter = code; letter !== COMMA && letter !== CLOSE_BRACE && letter !== CLOSE_BRACKET; )
        letter = bytes[++offset] as number;
    }
  }
}

/** Adds the record of an object or array, whose values are a part of `pending`. Returns the index of the record. */
function addRecord(scan: Scan, header: number, pending: Int32Array, base: number, top: number): number {
  const record = scan.length;
  const count = top - base;
  while (record + count >= scan.values.length) scan.values = enlarge(scan.values);
  const { values } = scan;
  values[record] = header;
  for (let index = 0; index < count; index++) values[record + 1 + index] = pending[base + index] as number;
  scan.length = record + count + 1;
  return record;
}

/**
 * Returns the shape with the key that starts at an offset. Compares only where the key must end, and its first and last
 * character: these differ between all keys that can follow each other key of a type.
 */
function longerShape(scan: Scan, shape: Shape, start: number): Shape {
  for (let longer = shape.firstLonger; longer; longer = longer.sibling) {
    const end = start + longer.keyLength;
    if (
      windowBytes[end + 1] === COLON &&
      windowBytes[end] === QUOTE &&
      windowBytes[start] === longer.keyStart &&
      windowBytes[end - 1] === longer.keyEnd
    )
      return longer;
  }
  const keyStart = scan.windowStart + start;
  return shapeWithKey(shape, scan.json.slice(keyStart, scan.json.indexOf('"', keyStart)));
}

/** The shapes of node types by the hash of the type. */
const shapesByHash = new Map<number, Shape>();

function addType({ json, windowStart }: Scan, hash: number, start: number, end: number): Shape {
  const shape = shapeOfType(json.slice(windowStart + start, windowStart + end));
  shapesByHash.set(hash, shape);
  return shape;
}

function enlarge(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}

/** Returns the values of a tree, in an array that the next scan does not overwrite. */
function keepValues({ values, length }: Scan): Int32Array {
  if (values.length > MAX_KEPT_LENGTH) return values;
  keptValues = values;
  return values.slice(0, length);
}
