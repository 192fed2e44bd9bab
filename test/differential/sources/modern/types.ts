/** TypeScript that leaves code behind, and TypeScript that leaves none. */
import type { Stats } from 'node:fs';
import { type Dirent, constants } from 'node:fs';
import * as path from 'node:path';

export interface Named { readonly name: string; greet?(other: Named): string }
export type Maybe<Value> = Value extends (infer Item)[] ? Item | undefined : Value | null;
type Keys = keyof Named | `on${Capitalize<string>}`;
declare global { interface Array<T> { neverThere?(this: T[]): T } }
declare module 'nowhere' { export const value: number; }
declare function ambient(a: number): void;
declare let ambientValue: string;
declare class Ambient { method(): void }
declare enum AmbientEnum { A = 1 }

enum Size { Small, Medium = 5, Large, Computed = 'abc'.length, Text = 'text' }
const enum Fixed { One = 1, Two = One << 1, Both = One | Two }
export enum Flags { None = 0, A = 1 << 0, B = 1 << 1, All = A | B, }
enum Size { Huge = 99 }

namespace Geometry {
  export const unit = 2;
  let calls = 0;
  export function area(width: number, height = unit): number { calls++; return width > 0 ? width * height : 0; }
  export namespace Inner.Deep { export const value = unit || 3; export class Point { x = value; } }
  export interface Nothing {}
  if (calls > 0) throw new Error('never');
  export const told = () => calls;
}
namespace Geometry { export const again = area(3); }
namespace OnlyTypes { export type T = number; export interface I { t: T } }
namespace Size { export function parse(text: string) { return text in Size ? Size[text as 'Small'] : undefined; } }

function isNamed(value: unknown): value is Named { return typeof value === 'object' && value !== null && 'name' in value; }
function assertNamed(value: unknown): asserts value is Named { if (!isNamed(value)) throw new TypeError('not named'); }
function overloaded(a: string): string;
function overloaded(a: number): number;
function overloaded(a: string | number): string | number { return typeof a === 'string' ? a + '!' : a + 1; }
function generic<const T extends readonly unknown[], U = T[number]>(this: void, items: T, pick?: (item: T[number]) => U): U[] { return items.map((item) => pick?.(item) ?? (item as unknown as U)); }
const typed = <T,>(value: T): T => value;
const casts = [1 as const, <number>2, 3 satisfies number, (null! as unknown as string) ?? 'nullish', typed<Maybe<string[]>>('t')!, [] as unknown as Keys[]];
let definite!: number;
const unique: unique symbol = Symbol();
abstract class Base<T> { abstract value: T; abstract get size(): number; protected constructor(readonly items?: T[]) {} private x?: number; [index: string]: unknown; }
class Derived extends Base<number> implements Named { value = 1; name = 'derived'; declare redeclared: string; constructor(public given?: unknown) { super([1]); } get size() { return this.items?.length ?? 0; } greet?(other: Named): string; method?(): void; override ['items']?: number[] = super.constructor ? [1, 2] : []; }

export function runTypes(): unknown {
  definite = Fixed.Both;
  let failed: unknown;
  try { assertNamed({ name: 1 }); assertNamed(5); } catch (error) { failed = (error as Error).message; }
  const instance = new Derived();
  return [
    Size, Size.parse('Large'), Size.parse('none'), Fixed.Two, Flags.All, Flags[2], Geometry.area(0), Geometry.again, Geometry.Inner.Deep.value, new Geometry.Inner.Deep.Point(), Geometry.told(),
    overloaded('a'), overloaded(1), generic([1, 2] as const), generic([1], (n) => n * 2), casts, definite, instance.size, failed, path.posix.sep, typeof constants, typeof unique,
  ] satisfies unknown[];
}
export type { Stats, Dirent };
export {};
