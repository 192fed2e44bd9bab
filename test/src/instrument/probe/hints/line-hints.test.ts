/** Hints of c8 and V8 leave out lines: those that v8-to-istanbul leaves out. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mapsOf } from '../../../../support/engines.js';
import { randomOf } from '../../../../support/profiles.js';

/** What c8 reads lines with. */
const CovSource = createRequire(import.meta.url)('v8-to-istanbul/lib/source.js') as new (
  source: string,
  wrapperLength: number,
) => { readonly lines: readonly { readonly line: number; readonly ignore: boolean }[] };

/** The lines that are counted of a source whose every line has a statement. */
function countedLines(source: string): readonly number[] {
  return Object.values(mapsOf('probe', source).statementMap).map(({ start }) => start.line);
}

function expectedLines(source: string): readonly number[] {
  return new CovSource(source, 0).lines.filter(({ ignore }) => !ignore).map(({ line }) => line);
}

/** Beginnings and ends of a line with a statement. No hint of V8 alone is for syntax, as some of these are. */
const BEFORE = [
  '',
  '',
  '',
  '',
  '  ',
  '/* c8 ignore next */ ',
  '/* c8 ignore next 2 */',
  '/* other */ ',
  '{} ',
  '/* c8 ignore start */',
  '/* v8 ignore stop */ ',
  '/* node:coverage disable */',
  '/* node:coverage enable */',
  '/* v8 ignore next 3 */ ',
  '/* node:coverage ignore next 2 */',
  '{ /* c8 ignore next */ } ',
];
const AFTER = [
  '',
  '',
  '',
  '',
  ' /* c8 ignore next */',
  ' /* c8 ignore next 2 */',
  ' // c8 ignore next',
  ' /*c8 ignore next*/',
  '// /* c8 ignore next */',
  ' /* c8 ignore start */',
  ' /* c8 ignore stop */',
  ' /* c8 ignore start because */',
  ' /* node:coverage disable */',
  ' /* node:coverage enable */',
  ' /* node:coverage start */',
  ' /* c8 ignore end */',
  ' /* c8 ignore disable */',
  ' /* c8 ignore next 0 */',
  ' /* c8 ignore next 12 */',
  ' /* c8 ignore nextline */',
  ' /* c8 ignore next 1 */ /* c8 ignore stop */',
  ' /* node:coverage ignore next */',
  ' /* c8  ignore next */',
  ' /* c8 ignore start *//* c8 ignore stop */',
  ' /* C8 ignore start */',
  ' /** c8 ignore start */',
];

describe('by hints of c8 and V8, the engine probe', () => {
  const SOURCES: readonly [what: string, source: string][] = [
    ['the next line', 'a;\n/* c8 ignore next */\nb;\nc;'],
    ['the next lines', 'a;\n/* v8 ignore next 2 */\nb;\nc;\nd;'],
    ['lines until it stops', 'a;\n/* c8 ignore start */\nb;\nc;\n/* c8 ignore stop */\nd;'],
    ['lines until it is enabled', 'a;\n/* node:coverage disable */\nb;\n/* node:coverage enable */\nc;'],
    ['the line where it is', 'a;\nb; /* c8 ignore next */\nc;'],
    ['all lines where it never stops', 'a;\n/* c8 ignore start */\nb;\nc;'],
  ];

  for (const [what, source] of SOURCES) {
    it(`leaves out ${what}`, () => {
      const expected = expectedLines(source).filter(
        (line) => !/^\/\*/.test(source.split('\n')[line - 1] ?? ''),
      );
      assert.deepEqual(countedLines(source), expected);
    });
  }

  it('leaves out the lines that v8-to-istanbul leaves out, wherever hints are', () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = randomOf(seed);
      const line = (index: number) =>
        `${BEFORE[random(BEFORE.length)]}a${index};${random(3) ? '' : AFTER[random(AFTER.length)]}`;
      const source = Array.from({ length: 12 }, (_, index) => line(index)).join(random(4) ? '\n' : '\r\n');
      assert.deepEqual(countedLines(source), expectedLines(source), `seed ${seed}:\n${source}`);
    }
  });

  it('leaves out whatever begins on a line, and counts what it holds on others', () => {
    const source = `function f() { /* c8 ignore next */
  if (a) b();
}
/* c8 ignore next */
const g = () => {
  c();
};
if (d /* c8 ignore next */) e();
h = i
  ? j
  : k; /* c8 ignore next */
switch (l) { case 1: m();
  default: n(); /* c8 ignore next */
}`;
    const { statementMap, fnMap, branchMap } = mapsOf('probe', source);
    assert.deepEqual(
      Object.values(statementMap).map(({ start }) => start.line),
      [2, 2, 6, 9, 12, 12],
    );
    assert.deepEqual(fnMap, {});
    assert.deepEqual(
      Object.values(branchMap).map(({ type, locations }) => [type, locations.length]),
      [
        ['if', 2],
        ['cond-expr', 1],
        ['switch', 1],
      ],
    );
  });

  it('leaves out syntax by hints of V8, as by those of Istanbul', () => {
    const sources = [
      'a();\n/* v8 ignore next */\nif (b)\n  c();\nd();',
      '/* v8 ignore if */\nif (a) b(); else c();',
      '/* v8 ignore else */\nif (a) b();',
      '/* v8 ignore next -- why */\nfunction f() {\n  a();\n}\nb();',
    ];
    for (const source of sources) {
      const reference = mapsOf('nyc', source.replace('v8', 'istanbul'));
      const { statementMap, fnMap, branchMap } = mapsOf('probe', source);
      const { statementMap: statements, fnMap: functions, branchMap: branches } = reference;
      assert.deepEqual(
        JSON.parse(JSON.stringify([statementMap, fnMap, branchMap])),
        JSON.parse(JSON.stringify([statements, functions, branches])),
        source,
      );
    }
  });

  it('takes what is in no comment for no hint of syntax', () => {
    const source = 'a("/* istanbul ignore next */");\nb();\n/* c8 ignore nothing */\nc();';
    assert.deepEqual(countedLines(source), [1, 2, 4]);
  });
});
