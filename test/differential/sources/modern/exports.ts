/** Every form of export and import. */
import fs, { readFileSync as read, type PathLike } from 'node:fs';
import * as everything from './patterns.js';
import type * as Default from './classes.js';
import './layout.js';
export * from './patterns.js';
export * as patterns from './patterns.js';
export { runTypes as renamed, type Named } from './types.js';
export const one = 1, two = (() => one + 1)(), three = one > 0 ? 3 : 4;
export let changing = 0;
export var { length } = 'abc';
export function runExports() { changing++; return [one, two, three, changing, length, typeof fs, typeof read, Object.keys(everything).sort(), counter.next().value, new Local().kind]; }
export function* numbers() { yield changing || 7; }
export async function asynchronous() { return 1; }
export class Local { kind = 'local'; static made = () => new Local(); }
export abstract class Never { constructor() { throw new Error('never'); } }
const counter = numbers();
const local = 1;
export { local, local as default2 };
export type Path = PathLike | typeof Default;
export default (() => { const made = Local.made(); return () => made.kind || 'none'; })();
