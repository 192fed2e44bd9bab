/** Functions of every form, their default arguments, closures and generators. */
'use strict';

function declared(a: number, b = a + 1, { c = 3, ...rest }: { c?: number; d?: number } = {}, [e = 4, , f]: number[] = [], ...more: number[]) {
  'a directive';
  return [a, b, c, rest, e, f, ...more];
}

const arrow = (a: number) => a * 2;
const arrowToObject = (a: number) => ({ a, twice: a > 1 ? a * 2 : a });
const arrowToArrow = (a: number) => (b: number) => (c = b) => a + b + c;
const arrowToSequence = (a: number) => (a++, a);
const arrowBlock = (): void => {};
const asyncArrow = async (a: Promise<number>) => await a;
const expression = function () { return arguments.length; };
const named = function fact(n: number): number { return n <= 1 ? 1 : n * fact(n - 1); };
const withDefaults = (make = () => 1, { on = function () { return 'on'; } } = {}) => [make(), on()];
const never = () => { throw new Error('never'); };

const methods = {
  plain() { return 1; },
  get got() { return 2; },
  set got(value) { this.kept = value; },
  kept: 0,
  *generated() { yield 3; },
  async later() { return 4; },
  async *stream() { yield 5; },
  ['comp' + 'uted'](a = 6) { return a; },
  'quoted name': () => 7,
  8: function () { return 8; },
  async: 9, get: 10, set: 11, static: 12,
  arrowed: (x?: number) => x ?? 13,
};

function* generator(limit: number, step = 1): Generator<number, string, number | undefined> {
  let sent = 0;
  try {
    for (let i = 0; i < limit; i += step) sent += (yield i) ?? 0;
    return `sent ${sent}`;
  } finally {
    closed.push(`closed at ${sent}`);
  }
}
const closed: string[] = [];

function* delegating() {
  const result = yield* generator(2);
  yield result.length;
  yield* (function* () { yield 'inner'; })();
}

function hoisted() { return later(); function later() { return 'hoisted'; } var unused = 1; }

function counterOf() {
  let count = 0;
  return { next: () => ++count, get value() { return count; } };
}

function constructed(this: { made?: boolean }) { if (new.target) this.made = true; else return 'called'; return undefined; }

(function immediately() { closed.push('immediately'); })();
(() => closed.push('at once'))();
!function () { closed.push('negated'); }();
void (async () => { closed.push('async at once'); })();

export function runFunctions(): unknown {
  const half = generator(10);
  const taken = [half.next(), half.next(5), half.next(7), half.return('enough'), half.next()];
  const abandoned = generator(3);
  abandoned.next();
  let thrown = '';
  try { const g = generator(3); g.next(); g.throw(new Error('into')); } catch (error) { thrown = String(error); }
  const counter = counterOf();
  const unstarted = generator(1);
  for (let i = 0; i < 150; i++) counter.next();
  methods.got = 20;
  return [
    declared(1), declared(1, 2, { c: 5, d: 6 }, [7, 8, 9], 10, 11), declared(1, undefined, undefined, [undefined as never]),
    arrow(1), arrowToObject(2), arrowToArrow(1)(2)(), arrowToSequence(1), arrowBlock(), (expression as any)(1, 2), named(5),
    withDefaults(), withDefaults(() => 2, { on: () => 'given' as 'on' }), methods.plain(), methods.got, methods.kept, [...methods.generated()],
    (methods as any).computed(), (methods as any).computed(0), methods['quoted name'](), methods[8](), methods.arrowed(),
    taken, [...delegating()], hoisted(), counter.value, new (constructed as any)().made, (constructed as any)(), closed, thrown,
    typeof asyncArrow, typeof never, typeof unstarted.next, [3, 1, 2].sort((a, b) => a - b).map(String).reduce((all, one) => all + one, ''),
  ];
}
