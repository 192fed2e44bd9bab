/** Logic, optional chains, assignments, templates: what makes branches, and what looks as if it did. */
const log: string[] = [];
const say = <Value>(value: Value, text = String(value)): Value => { log.push(text); return value; };

type Deep = { a?: { b?: { c?: (n: number) => number; list?: number[] } } | null; [name: string]: unknown };

function chains(deep?: Deep | null): unknown[] {
  return [
    deep?.a?.b?.c?.(1), deep?.a?.['b']?.list?.[say(0)], deep?.a?.b?.list!.length, (deep?.a as any)?.b.c?.call(null, 2) ?? 'default',
    delete deep?.a, deep?.missing || deep?.other || 'neither', typeof deep?.a === 'object' && deep.a !== null,
  ];
}

function logic(a: unknown, b: unknown, c: unknown): unknown[] {
  const all = a && b && c;
  const any = a || b || c;
  const mixed = (a && b) || (b && c) || !(a || c);
  const nullish = a ?? (b ?? c);
  const grouped = ((a) || ((b))) && (c, (b || a));
  const nested = a ? b || c : b && (c ?? a);
  if (a && (b || c) && !(a && c)) log.push('condition');
  while (log.length > 1000 && a) break;
  const inCall = [a || b, { x: a && b, y: [b ?? c] }, `${a || 'template'}${b ? 1 : 2}`, (() => a && b)(), ...(a ? [1] : [])];
  return [all, any, mixed, nullish, grouped, nested, inCall, !!(a || b), (a || b) === c, a as any || b!, <any>(a && b)];
}

function assignments(start?: { n?: number | null; m?: string; o?: { p?: number } }): unknown[] {
  const target = start ?? {};
  target.n ??= 1;
  target.m ||= 'm';
  target.n &&= target.n + 1;
  (target.o ??= {}).p ??= say(5) || 6;
  let x = 1, y = x = 2, z: number | undefined;
  x += y **= 2; x <<= 1; x >>>= 0; z = x++ + --y;
  [x, y] = [y, x];
  ({ x, y = 7, ...rest } = { x: 3, y: undefined, q: 1 } as any);
  [rest.list, ...rest.more] = [1, 2, 3];
  z ||= 0; z ??= 1; rest['q'] &&= (log.push('assigned'), 9);
  return [target, x, y, z, rest];
}
let rest: any;

function tag(strings: TemplateStringsArray, ...values: unknown[]): string {
  return strings.raw.map((text, index) => `${text}<${index in values ? values[index] : ''}>`).join('');
}

function literals(): unknown[] {
  const x = 1, name = 'shorthand';
  return [
    { x, name, [name]: x, ...(x > 0 && { spread: true }), ...(x > 9 ? { never: 1 } : null), 'a-b': 1, 0.5: 'half', __proto__: Array.prototype },
    [, 1, , ...[2], ...new Set([3]),], 1_000, 0xff, 0b11, 0o17, .5e1, 10n ** 2n + BigInt(x), /a\/[/]b/gi.flags, /(?<y>\d)\k<y>/u.test('11'),
    tag`a${x}b\n${x ? 'yes' : 'no'}${tag`inner ${name || 'none'}`}`, `multi
line ${`nested ${x}`}`, void 0, typeof undeclared, x in [0, 1], x instanceof Object, -(-x), +!x, ~x, (1, 2, say(3)), 'a' + -x + + x - - x,
    new Date(0).getTime(), new (class { v = 1 })().v, new Map, this_(), 5 % 3 ** 2, !x === false, ((x)), ({}).constructor === Object, [] + '',
  ];
}
declare const undeclared: unknown;
function this_(this: void) { return typeof this; }

const atTop = say('top') && (say('') || say('level', 'level'));
const several = say(1), more = several > 0 ? say(2) : say(3), none = undefined as unknown;
let uninitialised: number | undefined, initialised = 0;

export function runExpressions(): unknown {
  const deep: Deep = { a: { b: { c: (n) => n + 1, list: [9] } } };
  const values = [undefined, null, 0, 'x'];
  return [
    chains(), chains(null), chains({ a: null }), chains({}), chains(deep),
    values.flatMap((a) => values.map((b) => logic(a, b, values[(values.indexOf(a) + values.indexOf(b)) % 4]))),
    assignments(), assignments({ n: null, m: 'given', o: { p: 0 } }), literals().map(String), atTop, several, more, none, uninitialised, initialised, log,
  ].map((value) => JSON.stringify(value, (_, item) => (typeof item === 'bigint' ? String(item) : item)));
}
