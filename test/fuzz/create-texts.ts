/** Creates changed Istanbul JSON and Go texts. */
import type { Random } from '../support/profiles.js';
import type { InputFiles } from './fuzz-case.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateValue, NASTY_TEXTS, pick } from './mutate-values.js';
import type { ValidInput } from './valid-inputs.js';

interface TextOptions {
  readonly isNeutral: boolean;
  readonly mutations: string[];
}

/** Returns a changed Istanbul JSON file. */
export function createIstanbulText(random: Random, { istanbul }: ValidInput, options: TextOptions): Buffer {
  const { isNeutral, mutations } = options;
  if (isNeutral) {
    mutations.push('other white space, and properties of other tools');
    const files = Object.entries(istanbul).map(([path, file]) => [path, { ...file, inputHash: [1], bT: {} }]);
    return Buffer.from(
      JSON.stringify(Object.fromEntries(random(2) ? files : files.toReversed()), undefined, 3),
    );
  }
  let value: unknown = random(3) === 0 ? withSourceMap(random, istanbul, mutations) : istanbul;
  for (let times = random(3) ? 1 : 2; times > 0; times--) {
    const mutated = mutateValue(random, value);
    mutations.push(mutated.what.slice(0, 150));
    value = mutated.value;
  }
  const text = JSON.stringify(value) ?? '';
  return Buffer.from(random(3) ? text : changeText(random, text, mutations));
}

/** Returns changed files of nyc's output: counts of processes, and what nyc records about the processes. */
export function createIstanbulDirectory(random: Random, valid: ValidInput, options: TextOptions): InputFiles {
  const id = (digit: number) => `${String(digit).repeat(8)}-1111-1111-1111-111111111111.json`;
  const plain = Buffer.from(JSON.stringify(valid.istanbul));
  const info = JSON.stringify({ pid: 12, parent: null, argv: ['node'], files: Object.keys(valid.istanbul) });
  const { value } = options.isNeutral ? { value: JSON.parse(info) } : mutateValue(random, JSON.parse(info));
  return new Map([
    [id(1), createIstanbulText(random, valid, options)],
    [id(2), plain],
    [`processinfo/${id(1)}`, Buffer.from(random(4) ? (JSON.stringify(value) ?? '') : 'null')],
  ]);
}

/** Changes the text of JSON, so that it has numbers and nesting that `JSON.stringify` never writes. */
function changeText(random: Random, text: string, mutations: string[]): string {
  const kinds: Readonly<Record<string, () => string>> = {
    'an infinite number': () => replaceNumber(random, text, '1e999'),
    'a large number': () =>
      replaceNumber(random, text, pick(random, ['9007199254740993', '1e300', '-0', '4294967296', '0.1'])),
    'deep nesting': () => replaceNumber(random, text, '['.repeat(100_000) + ']'.repeat(100_000)),
    'repeated keys': () => text.replaceAll('"start":', '"start":{"line":7,"column":1},"start":'),
    truncated: () => text.slice(0, random(text.length)),
    'a long text': () => text.replace(/"name":"/, `"name":"${'x'.repeat(1_000_000)}`),
    'a byte order mark': () => `\ufeff${text}`,
    bytes: () => mutateBytes(random, Buffer.from(text)).toString('latin1'),
    'null columns': () =>
      text.replaceAll(/"column":\d+/g, () => (random(3) ? '"column":null' : '"column":-1')),
  };
  const [what, make] = pick(random, Object.entries(kinds));
  mutations.push(what);
  return make();
}

function replaceNumber(random: Random, text: string, by: string): string {
  const numbers = [...text.matchAll(/:(\d+)/g)];
  const found = numbers[random(numbers.length)];
  return found ? `${text.slice(0, found.index + 1)}${by}${text.slice(found.index + found[0].length)}` : text;
}

function withSourceMap(random: Random, istanbul: ValidInput['istanbul'], mutations: string[]): object {
  const ordinary = {
    version: 3,
    sources: ['cart.ts', pick(random, NASTY_TEXTS)],
    sourcesContent: [pick(random, [null, 'export const a = 1;\n']), null],
    names: ['a'],
    mappings: pick(random, [
      'AAAA;AACA;AACA,CCAC',
      ';'.repeat(200_000),
      'AAAA,'.repeat(20_000),
      'AAgggggggggggggB',
      '!!',
    ]),
  };
  const map = random(2)
    ? ordinary
    : {
        version: 3,
        sections: [
          {
            offset: { line: pick(random, [0, 5, 1_000_000, 2 ** 31]), column: pick(random, [0, 2 ** 31]) },
            map: ordinary,
          },
        ],
      };
  mutations.push('with a source map');
  return Object.fromEntries(
    Object.entries(istanbul).map(([path, file]) => [path, { ...file, inputSourceMap: map }]),
  );
}

/** Numbers of lines that are added. Most are small: large ones take most of the time, and a few of them suffice. */
const SIZES: readonly number[] = [200, 200, 200, 200, 200, 200, 2000, 2000, 2000, 20_000];

/** Returns a changed text profile. */
export function createGoText(
  random: Random,
  { goText }: ValidInput,
  { isNeutral, mutations }: TextOptions,
): Buffer {
  if (isNeutral) {
    mutations.push('lines in another order');
    const [mode = '', ...lines] = goText.trimEnd().split('\n');
    return Buffer.from(`${[mode, ...lines.toReversed()].join('\n')}\n`);
  }
  const lines = goText.trimEnd().split('\n');
  const at = 1 + random(lines.length - 1);
  const line = lines[at] ?? '';
  const huge = pick(random, [
    '0',
    '99999',
    '100000',
    '2147483648',
    '9007199254740991',
    '9007199254740992',
    '-1',
    '1e5',
    '9'.repeat(400),
  ]);
  const size = pick(random, SIZES);
  const kinds: Readonly<Record<string, () => unknown>> = {
    'a dangerous path': () =>
      lines.splice(
        at,
        1,
        line.replace(/^.*(?=:)/, () => pick(random, NASTY_TEXTS)),
      ),
    'a large number': () => {
      const numbers = [...line.matchAll(/\d+/g)];
      const found = numbers[random(numbers.length)];
      if (found)
        lines.splice(at, 1, line.slice(0, found.index) + huge + line.slice(found.index + found[0].length));
    },
    'many lines': () =>
      lines.splice(
        at,
        0,
        ...Array.from({ length: size }, (_, index) => `a.js:${index + 1}.1,${index + 2}.9 1 1`),
      ),
    'nested blocks': () =>
      lines.splice(
        at,
        0,
        ...Array.from({ length: size }, (_, index) => `a.js:1.${index + 1},1.${90_000 - index} 1 1`),
      ),
    'blocks with one start': () =>
      lines.splice(at, 0, ...Array.from({ length: size }, (_, index) => `a.js:1.1,1.${index + 2} 1 1`)),
    'many statements': () =>
      lines.splice(
        at,
        0,
        ...Array.from({ length: 1 + random(3) }, (_, index) => `a.js:${index + 1}.1,1.1 ${5 * size} 1`),
      ),
    'an endless line': () => lines.splice(at, 0, `${'x'.repeat(3_000_000)}:1.1`),
    'many colons': () => lines.splice(at, 0, ':1.1,1.1 1'.repeat(50_000)),
    'the limit twice': () =>
      lines.push(line.replace(/\d+$/, '9007199254740991'), line.replace(/\d+$/, '9007199254740991')),
    'another mode': () =>
      lines.splice(0, 1, pick(random, ['mode: set', `mode: ${'x'.repeat(1_000_000)}`, 'mode: count'])),
    'line breaks of Windows': () => lines.splice(0, lines.length, lines.join('\r\n')),
    'no end': () => lines.splice(at, lines.length, line.slice(0, random(line.length))),
  };
  const [what, change] = pick(random, Object.entries(kinds));
  change();
  mutations.push(what);
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  return random(6) ? bytes : mutateBytes(random, bytes);
}
