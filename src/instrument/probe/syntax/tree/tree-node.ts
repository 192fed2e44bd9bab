/** Nodes of a scanned tree. */
import type { Node } from 'oxc-parser';
import { loadParser } from '../../../../platform/load-parser.js';
import type { NodeOf } from '../nodes.js';
import { CONTENT_BITS, COUNTED } from './content.js';
import { scanTree } from './scan-tree.js';
import { FALSE, NULL, type ScannedTree } from './scanned-tree.js';
import { keyNames, NO_SLOT, type Shape, shapes } from './shapes.js';

/**
 * A node, or another object of the tree. It has a getter for every key that any node has. A getter creates the objects that it
 * returns. So a visitor should read a field once, and nodes must be compared by their offsets.
 *
 * All nodes are of one class, because V8 reads properties of objects of many classes slowly.
 */
export class TreeNode {
  readonly type: string;
  /** Offsets into the source, in UTF-16 units. A visitor may correct them. */
  start: number;
  end: number;

  constructor(
    readonly tree: ScannedTree,
    /** Index of its record. */
    readonly record: number,
    readonly shape: Shape,
    /** What it and everything in it contains. */
    readonly content: number,
  ) {
    const { values } = tree;
    this.type = shape.type;
    this.start = values[record + shape.startSlot] as number;
    this.end = values[record + shape.endSlot] as number;
  }
}

/**
 * Returns the outermost node of a tree.
 *
 * @param json of the parser
 */
export function readTree(json: string): NodeOf<'Program'> {
  const tree = scanTree(json);
  defineGetters();
  // It has a getter for each field of its type.
  return read(tree, tree.root) as NodeOf<'Program'>;
}

/**
 * Returns a number that identifies a node in its tree, where different objects stand for one node.
 *
 * @param node from `readTree`
 */
export function recordOf(node: Node): number {
  return (node as Node & TreeNode).record;
}

/** Whether a node is an expression in which nothing is counted, or a part of one. @param node from `readTree` */
export function isPlain(node: Node): boolean {
  return ((node as Node & TreeNode).content & COUNTED) === 0;
}

const CONTENT_MASK = (1 << CONTENT_BITS) - 1;

/** Returns the children of a node in source order. */
export function childNodesOf({ tree, record, shape }: TreeNode): readonly Node[] {
  const children: Node[] = [];
  for (const slot of childSlotsOf(shape)) {
    const field = read(tree, tree.values[record + slot] as number) as Node | (Node | null)[] | null;
    if (Array.isArray(field)) for (const child of field) child && children.push(child);
    else if (field) children.push(field);
  }
  return children;
}

/** Slots of the children of each shape, by its id. */
const childSlots: (readonly number[])[] = [];

function childSlotsOf({ id, type, keys }: Shape): readonly number[] {
  childSlots[id] ??= (loadParser().visitorKeys[type] ?? [])
    .map((key) => keys.indexOf(key) + 1)
    .filter((slot) => slot > 0);
  return childSlots[id];
}

/** Number of keys that have a getter. */
let keysWithGetter = 0;

/** Defines getters for the keys that the last tree was the first to have. */
function defineGetters(): void {
  for (; keysWithGetter < keyNames.length; keysWithGetter += 1) {
    const keyNumber = keysWithGetter;
    const name = keyNames[keyNumber] as string;
    if (name === 'start' || name === 'end') continue;
    const get =
      name === 'value'
        ? function (this: TreeNode) {
            return literalValue(this, readField(this, keyNumber));
          }
        : function (this: TreeNode) {
            return readField(this, keyNumber);
          };
    Object.defineProperty(TreeNode.prototype, name, { get });
  }
}

/** Returns the value of a key; `undefined` if the node does not have the key. */
function readField({ tree, record, shape }: TreeNode, keyNumber: number): unknown {
  const slot = shape.slots[keyNumber] as number;
  return slot === NO_SLOT ? undefined : read(tree, tree.values[record + slot] as number);
}

/** Returns the values of BigInts and regular expressions, which JSON does not have. */
function literalValue(node: TreeNode, value: unknown): unknown {
  if (value !== null) return value;
  const { bigint, regex } = node as { bigint?: string; regex?: { pattern: string; flags: string } };
  if (bigint) return BigInt(bigint);
  if (!regex) return null;
  try {
    return RegExp(regex.pattern, regex.flags);
  } catch {
    return null; // this version of Node lacks its syntax
  }
}

function read(tree: ScannedTree, value: number): unknown {
  if (value < NULL) return readText(tree.json, -value);
  if (value <= FALSE) return value === NULL ? null : value !== FALSE;
  const header = tree.values[value] as number;
  return header < 0
    ? readList(tree, value + 1, -1 - header)
    : new TreeNode(tree, value, shapes[header >> CONTENT_BITS] as Shape, header & CONTENT_MASK);
}

function readList(tree: ScannedTree, start: number, length: number): unknown[] {
  const list: unknown[] = [];
  for (let index = start; index < start + length; index++)
    list.push(read(tree, tree.values[index] as number));
  return list;
}

/** Returns the string or number whose text starts at an offset of the JSON. */
function readText(json: string, start: number): unknown {
  if (json[start] !== '"') return readNumber(json, start);
  let end = json.indexOf('"', start + 1);
  const text = json.slice(start + 1, end);
  if (!text.includes('\\')) return text;
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return JSON.parse(json.slice(start, end + 1));
}

/** Whether an odd number of backslashes precedes an offset. */
function isEscaped(json: string, offset: number): boolean {
  let start = offset;
  while (json[start - 1] === '\\') start -= 1;
  return (offset - start) % 2 === 1;
}

const NUMBER = /[^,}\]]+/y;

function readNumber(json: string, start: number): number {
  NUMBER.lastIndex = start;
  return Number(NUMBER.exec(json)?.[0]);
}
