/** Syntax of TypeScript that leaves code: enums, namespaces, parameter properties, and types that leave none. */
import { type Circle, type Shape, ShapeKind, Square, toShape } from './shapes.js';

enum Direction {
  Up,
  Down = 4,
  Left = Direction.Up + 1,
  Right = 'x'.length,
}

const enum Inlined {
  First = 1,
  Second = First << 1,
}

namespace Geometry {
  export const unit = 2;
  export function area(shape: Shape): number {
    switch (shape.kind) {
      case ShapeKind.Square:
        return shape.width ** 2;
      case ShapeKind.Circle:
        return round(shape.radius * 3);
    }
  }
  function round(value: number): number {
    if (value > 10) return Math.floor(value);
    return value;
  }
  export namespace Inner {
    export const label = unit > 1 ? 'units' : 'unit';
    export const never = () => 'never';
  }
}

namespace TypesOnly {
  export type Name = string;
}

abstract class Base<T extends string | number = string> {
  declare readonly hint: string;
  protected readonly created = Date.now() > 0;
  constructor(
    protected readonly name: T,
    private size = 1,
    public readonly options?: { readonly deep?: { readonly level: number } },
  ) {
    if (size > 2) this.size = 2;
  }

  abstract describe(): string;

  grow(by: number): this;
  grow(by: string): this;
  grow(by: number | string = 1): this {
    this.size += typeof by === 'string' ? by.length : by;
    return this;
  }

  get total(): number {
    return this.size * (this.options?.deep?.level ?? 1);
  }
}

class Item extends Base {
  static made = 0;
  readonly #secret = `${this.name}!`;
  label!: string;
  optional?: number = this.name.length > 1 ? 1 : undefined;

  constructor(name: string, ...rest: [size?: number, options?: { deep?: { level: number } }]) {
    super(name, ...rest);
    Item.made++;
  }

  override describe(): string {
    return `${this.#secret} ${this.total}${this.optional ? '' : ' short'}`;
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function assertDefined<T>(value: T | undefined): asserts value is T {
  if (value === undefined) throw new Error('undefined');
}

const identity = <T,>(value: T): T => value;
const read = (value: unknown): string => (isNumber(value) ? value.toFixed(1) : (value as string)!.trim());

const items = [
  new Item('a'),
  new Item('bb', 5),
  new Item('ccc', 1, { deep: { level: 3 } }),
  new Item('dddd', undefined, {}),
];
items[0]!.grow(2).grow('xyz');
items[1]!.grow(0).grow(undefined as unknown as number);
const shapes = [1, 2, 3, 4, 5].map((size) => toShape(size));
const circle = { kind: ShapeKind.Circle, radius: 1 } satisfies Circle;

console.log(Direction[4], Direction.Left, Direction[Direction.Right], Inlined.Second, Geometry.Inner.label);
console.log(items.map((item) => item.describe()), Item.made, [...shapes, circle].map(Geometry.area), new Square(2).width);
console.log([1, ' x ', 3].map(read), identity<number>(3));
for (const value of [1, undefined, 2, undefined]) {
  try {
    assertDefined(value);
    console.log(<number>value + 1);
  } catch {
    console.log('not defined' as const);
  }
}
export {};
