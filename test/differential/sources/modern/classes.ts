/** Fields, private members, static blocks, accessors, parameter properties, inheritance. */
const log: unknown[] = [];
const note = <Value>(value: Value): Value => (log.push(value), value);
const key = 'computed';

abstract class Shape {
  static count = 0;
  static readonly names: string[] = [];
  static {
    this.names.push('static block');
    if (Shape.count > 0) this.names.push('never');
    for (const name of ['x', 'y']) this.names.push(name);
  }
  static {}

  declare kind: string;
  protected abstract area(): number;
  id = ++Shape.count;
  label?: string;
  readonly upper = () => this.name.toUpperCase();
  handler = function (this: unknown) { return typeof this; };
  [key] = note(key) || 'empty';
  ['also ' + key]() { return this[key]; }
  'quoted name' = 1;
  42 = 'number';

  constructor(public readonly name: string, protected size = 1, private extra?: number) {
    if (size < 0) throw new RangeError('negative');
    this.label = extra === undefined ? 'none' : `extra ${extra}`;
  }

  get half(): number { return this.size / 2; }
  set half(value) { this.size = value * 2; }

  describe(): string;
  describe(prefix: string): string;
  describe(prefix = 'shape') { return `${prefix} ${this.name} ${this.area()} ${this.extra ?? '-'}`; }
}

class Square extends Shape {
  #side: number;
  #reads = 0;
  static #made = 0;
  static #make(side: number): Square { return new Square(side); }
  static of(...sides: number[]) { return sides.map((side) => Square.#make(side)); }
  static get made() { return Square.#made; }

  constructor(side: number, private readonly scale = side > 2 ? 2 : 1) {
    super('square', side);
    this.#side = side;
    Square.#made++;
  }

  get #value() { this.#reads += 1; return this.#side; }
  set #value(value: number) { this.#side = value; }
  #grow(by = 1) { this.#value += by; }
  area(): number { this.#grow(); return this.#value * this.#value * this.scale; }
  override describe(prefix?: string) { return `${super.describe(prefix!)} reads ${this.#reads}`; }
  static isSquare(value: object): value is Square { return #side in value; }
  *[Symbol.iterator]() { yield this.#side; yield* [this.#reads, this.half]; }
  async later() { return this.#side; }
  async *stream() { yield await this.later(); }
}

const mixin = <Base extends new (...args: any[]) => object>(base: Base) =>
  class Mixed extends base {
    mixed = true;
    unused() { return 'unused'; }
  };

class Odd extends mixin(class { constructor(readonly given: unknown) {} }) {
  static accessor shared = 1;
  accessor own = note('own');
  constructor() {
    const before = [1, 2].map((n) => n + 1);
    super(before);
    this.own += '!';
  }
  delete() { return 'delete'; }
  static async() { return 'async'; }
  get() { return 'get'; }
  static static = 'static';
  'constructor2'() { return new.target; }
}

const Expression = class Named { static self = () => Named.name; };
const anonymous = [class { a = 1 }, class extends Odd {}, new (class { value = note('made'); })()];

export function runClasses(): unknown {
  const [first, second] = Square.of(1, 3) as [Square, Square];
  first.half = 5;
  let failed = '';
  try { new (class extends Shape { area() { return 0; } })('bad', -1); } catch (error) { failed = String(error); }
  const odd = new Odd();
  return [
    first.describe(), second.describe('big'), [...second], Shape.names, Shape.count, Square.made, failed,
    Square.isSquare(first), Square.isSquare({}), first.upper(), first.handler.call(3), (first as any)['also computed'](),
    odd.own, odd.mixed, odd.given, odd.delete(), odd.get(), Odd.async(), Odd.static, Odd.shared, Expression.self(), anonymous.length, log,
  ];
}
