/** Tests that hints of c8 and V8 exclude the lines that v8-to-istanbul excludes. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mapsOf } from '../../../../support/engines.js';
import { randomOf } from '../../../../support/profiles.js';

/** The class with which c8 reads lines. */
const CovSource = createRequire(import.meta.url)('v8-to-istanbul/lib/source.js') as new (
  source: string,
  wrapperLength: number,
) => { readonly lines: readonly { readonly line: number; readonly ignore: boolean }[] };

/** Returns the counted lines of a source with a statement on each line. */
function countedLines(source: string): readonly number[] {
  return Object.values(mapsOf('probe', source).statementMap).map(({ start }) => start.line);
}

function expectedLines(source: string): readonly number[] {
  return new CovSource(source, 0).lines.filter(({ ignore }) => !ignore).map(({ line }) => line);
}

/** Starts of a line with a statement. None is a hint of V8 for a node, because those exclude more than lines. */
const LINE_STARTS = [
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
/** Ends of a line with a statement. */
const LINE_ENDS = [
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

describe('ignore hints of c8 and V8', () => {
  const SOURCES: readonly [title: string, source: string][] = [
    ['the next line', 'a;\n/* c8 ignore next */\nb;\nc;'],
    ['a number of following lines', 'a;\n/* v8 ignore next 2 */\nb;\nc;\nd;'],
    ['lines from start to stop', 'a;\n/* c8 ignore start */\nb;\nc;\n/* c8 ignore stop */\nd;'],
    ['lines from disable to enable', 'a;\n/* node:coverage disable */\nb;\n/* node:coverage enable */\nc;'],
    ['their own line if they follow code', 'a;\nb; /* c8 ignore next */\nc;'],
    ['all following lines if there is no stop', 'a;\n/* c8 ignore start */\nb;\nc;'],
  ];

  for (const [title, source] of SOURCES) {
    it(`exclude ${title}`, () => {
      const expected = expectedLines(source).filter(
        (line) => !/^\/\*/.test(source.split('\n')[line - 1] ?? ''),
      );
      assert.deepEqual(countedLines(source), expected);
    });
  }

  it('exclude the lines that v8-to-istanbul excludes, in random sources', () => {
    for (let seed = 0; seed < 400; seed++) {
      const random = randomOf(seed);
      const line = (index: number) =>
        `${LINE_STARTS[random(LINE_STARTS.length)]}a${index};${random(3) ? '' : LINE_ENDS[random(LINE_ENDS.length)]}`;
      const source = Array.from({ length: 12 }, (_, index) => line(index)).join(random(4) ? '\n' : '\r\n');
      assert.deepEqual(countedLines(source), expectedLines(source), `seed ${seed}:\n${source}`);
    }
  });

  it('exclude the items that start on a line, but not the items in them that start on other lines', () => {
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

  it('of V8 for nodes exclude the same code as those of Istanbul', () => {
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

  it('are not read from strings, and neither are hints of Istanbul', () => {
    const source = 'a("/* istanbul ignore next */");\nb();\n/* c8 ignore nothing */\nc();';
    assert.deepEqual(countedLines(source), [1, 2, 4]);
  });
});
