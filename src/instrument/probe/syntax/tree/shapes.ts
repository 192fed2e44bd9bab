/**
 * Shapes: the type of an object of the parser's JSON and its keys in their order. All objects of one type have the same few
 * shapes. So a scan need not read keys: it knows which key follows and how long it is.
 */

import { contentOfType } from './content.js';

/** Maximum number of different keys. The parser has about 110. */
const MAX_KEYS = 250;
/** The slot of a key that a shape does not have. */
export const NO_SLOT = -1;

/** Every key that was seen in this process, by its number. */
export const keyNames: string[] = [];
const keyNumbers = new Map<string, number>();

function keyNumberOf(key: string): number {
  const known = keyNumbers.get(key);
  if (known !== undefined) return known;
  const number = keyNames.length;
  if (number === MAX_KEYS) throw new RangeError(`The syntax tree has more than ${MAX_KEYS} different keys.`);
  keyNumbers.set(key, number);
  keyNames.push(key);
  return number;
}

/** One shape. The fields are mutable only for the function that adds shapes. */
export class Shape {
  /** Slot of each key, by the key's number; `NO_SLOT` for keys that objects of this shape do not have. */
  readonly slots = new Int16Array(MAX_KEYS).fill(NO_SLOT);
  /** The first of the shapes that have one key more. */
  firstLonger: Shape | undefined;
  /** The next of the shapes that have the same keys except the last one. */
  sibling: Shape | undefined;
  /** Length of the last key, and its first and last byte, which differ between siblings. */
  readonly keyLength: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Whether the value of the last key is an offset, which is stored as such. */
  readonly hasOffset: boolean;
  /** Slots of `start` and `end`; 0 in objects that are no nodes. */
  readonly startSlot: number;
  readonly endSlot: number;
  /** Content of the nodes without what their children contain. */
  readonly content: number;

  constructor(
    /** Index in `shapes`. */
    readonly id: number,
    /** Type of the nodes; empty for objects that are not nodes. */
    readonly type: string,
    /** The keys after `type`. */
    readonly keys: readonly string[],
  ) {
    const last = keys.at(-1) ?? '';
    this.keyLength = last.length;
    this.keyStart = last.charCodeAt(0);
    this.keyEnd = last.charCodeAt(last.length - 1);
    this.hasOffset = last === 'start' || last === 'end';
    keys.forEach((key, index) => {
      this.slots[keyNumberOf(key)] = index + 1;
    });
    this.startSlot = keys.indexOf('start') + 1;
    this.endSlot = keys.indexOf('end') + 1;
    this.content = contentOfType(type);
  }
}

/** Every shape that was seen in this process, by its id. */
export const shapes: Shape[] = [];

/** The shape of objects without `type`, before their first key. */
export const untypedShape = addShape('', []);

const shapesOfTypes = new Map<string, Shape>();

/** Returns the shape of nodes of a type, before their first key. */
export function shapeOfType(type: string): Shape {
  const known = shapesOfTypes.get(type);
  if (known) return known;
  // V8 compares names of properties by their addresses, and other strings by their characters.
  const [name = type] = Object.keys({ [type]: true });
  const shape = addShape(name, []);
  shapesOfTypes.set(name, shape);
  return shape;
}

/** Returns the shape with one key more. */
export function shapeWithKey(shape: Shape, key: string): Shape {
  let last: Shape | undefined;
  for (let longer = shape.firstLonger; longer; longer = longer.sibling) {
    if (longer.keys.at(-1) === key) return longer;
    last = longer;
  }
  const added = addShape(shape.type, [...shape.keys, key]);
  if (last) last.sibling = added;
  else shape.firstLonger = added;
  return added;
}

function addShape(type: string, keys: readonly string[]): Shape {
  const shape = new Shape(shapes.length, type, keys);
  shapes.push(shape);
  return shape;
}
