/** Changes values of any shape: numbers become edge cases, texts become markup and control characters, lists grow. */
import type { Random } from '../support/profiles.js';

/** Texts that are dangerous somewhere: in paths, in markup, in a terminal, in logs, or as keys. */
export const NASTY_TEXTS: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  "'-alert(3)-'",
  'javascript:alert(4)',
  '</script><svg onload=alert(5)>',
  ']]><x/>',
  '--><b>',
  '&#0;&bogus;',
  '\u001b[31mred\u001b]0;title\u0007',
  '\u009b2J\u0085\u2028',
  '\r\nSF:/etc/passwd\nend_of_record',
  '::error file=a::b',
  "##teamcity[buildProblem description='x']",
  "|'n\u0000",
  '\u202egpj.js',
  '\ufffe\uffff\ud800',
  '../../../../etc/passwd',
  '../secret.txt',
  '../canary/secret.js',
  'src/link.js',
  '/dev/zero',
  '/etc/passwd',
  'C:\\windows\\system32',
  '\\\\server\\share',
  'file:///etc/passwd',
  'https://example.org/a.js',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'index',
  'src',
  'src/cart.js/inner.js',
  '.',
  '..',
  '',
  ' ',
  'CON',
  'a'.repeat(300),
  'b/'.repeat(200),
  'n'.repeat(70_000),
  '|a|b|\n`x`',
  '=cmd()',
  '%0A%25%00',
];

const NASTY_NUMBERS: readonly number[] = [
  0,
  1,
  -1,
  0.5,
  127,
  128,
  65_536,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  1e21,
  Number.MAX_VALUE,
  -0,
];

type Path = readonly (string | number)[];

/** Returns a changed deep copy of a JSON value, and a description of the change. */
export function mutateValue(
  random: Random,
  value: unknown,
): { readonly value: unknown; readonly what: string } {
  const copy: unknown = structuredClone(value);
  const paths = pathsOf(copy);
  const path = paths[random(paths.length)] ?? [];
  const holder = { value: copy };
  const [parent, key] = locate(holder, ['value', ...path]);
  const what = change(random, parent, key);
  return { value: holder.value, what: `${path.join('.')}: ${what}` };
}

type Holder = Record<string | number, unknown>;

function change(random: Random, parent: Holder, key: string | number): string {
  const current = parent[key];
  switch (random(9)) {
    case 0:
      setOwn(parent, key, pick(random, NASTY_TEXTS));
      return 'a dangerous text';
    case 1:
      setOwn(parent, key, pick(random, NASTY_NUMBERS));
      return 'an edge number';
    case 2:
      setOwn(parent, key, pick(random, [null, true, [], {}, [[]], { start: {} }, [null]]));
      return 'another type';
    case 3:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return 'removed';
    case 4:
      if (Array.isArray(current)) {
        for (let times = random(12); times > 0 && current.length < 20_000; times--)
          current.push(...current.slice(0, 10_000));
        return `a list of ${current.length}`;
      }
      if (typeof current === 'object' && current !== null) {
        const values = Object.values(current);
        const count = [1, 10, 1000, 5000][random(4)] ?? 1;
        for (let id = 0; id < count && values.length > 0; id++)
          setOwn(current as Holder, String(1000 + id), structuredClone(values[id % values.length]));
        return `${count} more keys`;
      }
      setOwn(parent, key, typeof current === 'string' ? current.repeat(random(2000)) : current);
      return 'repeated';
    case 5:
      setOwn(parent, key, nest(current, [3, 100, 1000][random(3)] ?? 3, random(2) === 0));
      return 'nested deeply';
    case 6: {
      const name = pick(random, NASTY_TEXTS);
      if (!Array.isArray(parent) && !name.includes('a'.repeat(100))) setOwn(parent, name, current);
      else setOwn(parent, key, name + String(current));
      return 'a dangerous key';
    }
    case 7:
      setOwn(
        parent,
        key,
        typeof current === 'string' ? current + pick(random, NASTY_TEXTS) : [current, current],
      );
      return 'extended';
    default:
      setOwn(
        parent,
        key,
        typeof current === 'number' ? current + random(5) - 2 : pick(random, NASTY_NUMBERS),
      );
      return 'a close number';
  }
}

/** Sets an own property, also with the name `__proto__`. */
function setOwn(parent: Holder, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function nest(value: unknown, depth: number, isList: boolean): unknown {
  let nested = value;
  for (let level = 0; level < depth; level++) nested = isList ? [nested] : { 0: nested };
  return nested;
}

/** Lists the paths of all nested values, at most as many as the test needs. */
function pathsOf(value: unknown): readonly Path[] {
  const paths: Path[] = [[]];
  const pending: { readonly value: unknown; readonly path: Path }[] = [{ value, path: [] }];
  for (let next = pending.pop(); next && paths.length < 20_000; next = pending.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const [key, inner] of Object.entries(next.value)) {
      const path = [...next.path, key];
      paths.push(path);
      if (path.length < 12) pending.push({ value: inner, path });
    }
  }
  return paths;
}

function locate(root: Holder, path: Path): readonly [Holder, string | number] {
  let parent = root;
  for (const key of path.slice(0, -1)) parent = parent[key] as Holder;
  return [parent, path.at(-1) ?? 'value'];
}

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}
