/** Destructuring with defaults, wherever a pattern may stand. */
let evaluated = 0;
const once = <Value>(value: Value) => { evaluated++; return value; };

const { a = once(1), b: { c = once(2), ...others } = {} as any, ['d' + 1]: d = 'computed', ...left }: any = { b: { c: 0, e: 1 }, f: 2 };
const [first = once('first'), [second = once('second')] = [undefined], ...{ length, 0: third = once('third') }]: any[] = ['given', [null], undefined, 4];
export const { x = a || 5, y: { z = (() => x * 2)() } = {} } = { x: undefined } as any, untouched = 1;
var { [once('key')]: keyed = once('never') } = { key: 'found' } as any;

function parameters({ one = 1, two: { three = one > 0 ? 3 : 4 } = {} }: any = {}, [four = once(4), { five = 5 } = {} as any]: any = [], six = (one as number) + four, ...[seven = 7, ...eight]: any[]) {
  return [one, three, four, five, six, seven, eight];
}
const arrowed = ({ p = 1, q = () => p }: any = {}) => [p, q()];
class Point { constructor(public x = 1, readonly y: number = x * 2, { z = y }: { z?: number } = {}) { evaluated += z; } set value([v = 5]: number[]) { this.x = v; } }

function statements() {
  const seen: unknown[] = [];
  for (const { n = once('n'), m = n } of [{}, { n: 1 }, { m: 2 }] as any[]) seen.push([n, m]);
  for (const [key, value = once('no value')] of Object.entries({ k: undefined, l: 1 })) seen.push(key, value);
  for (let [i = 0, j = i + 10] = [] as number[]; i < 3; i++, j--) seen.push(j);
  try { throw { code: 404 }; } catch ({ code, reason = `for ${code}` }: any) { seen.push(reason); }
  let target: any = {};
  ({ s: target.s = once('s'), t: [target['t'] = 't'] = [] } = { s: undefined } as any);
  [target.u = 'u', [target.v] = ['v']] = [undefined, undefined] as any;
  [target.u, target.v] = [target.v, target.u];
  for ({ w: target.w = 'w' } of [{}, { w: 1 }] as any[]) seen.push(target.w);
  try { const { missing } = null as any; seen.push(missing); } catch { seen.push('null has none'); }
  try { const [item] = {} as any; seen.push(item); } catch { seen.push('not iterable'); }
  return [seen, target];
}

export function runPatterns(): unknown {
  const point = new Point();
  point.value = [];
  return [
    a, c, others, d, left, first, second, length, third, x, z, untouched, keyed, parameters(), parameters({ one: 0, two: {} }, [1, {}], 9, undefined, 1, 2),
    arrowed(), arrowed({ p: 3 }), point, new Point(3, 4, { z: 5 }), statements(), evaluated,
  ];
}
var one = 100;
