/** The comparison itself: it finds every kind of difference, and says where it is. */
import assert from 'node:assert/strict';
import type { FileCoverageData, Range } from 'istanbul-lib-coverage';
import { createInstrument } from '../../src/instrument/index.js';
import { compareCoverage, type Kind, sizeOf } from './compare.js';
import { describeDifferences } from './describe-differences.js';

const FILE = '/app/a.js';
const SOURCE = 'const a = 1;\nfunction f(b = 2) {\n  if (b && a) return b;\n  return a;\n}\nf();\n';

type Writable = { -readonly [Key in keyof FileCoverageData]: FileCoverageData[Key] } & {
  inputSourceMap?: unknown;
};

/** Istanbul's own coverage of the source, with counts that differ from each other, and then changed. */
function coverage(change: (file: Writable) => void = () => {}): Record<string, FileCoverageData> {
  const instrument = createInstrument('nyc', { root: '/app', parserPlugins: [], ignoreClassMethods: [] });
  const [empty] = instrument(SOURCE, FILE).coverage();
  const file = JSON.parse(JSON.stringify(empty)) as Writable;
  for (const id of Object.keys(file.s)) file.s[id] = Number(id) + 1;
  change(file);
  return { [FILE]: file };
}

const first = <Value>(values: Readonly<Record<string, Value>>): Value => values['0'] as Value;
const move = (range: Range) => {
  range.end.column = (range.end.column ?? 0) + 1;
};

const CHANGES: readonly [what: string, kind: Kind, change: (file: Writable) => void][] = [
  [
    'the count of a statement',
    'statement',
    ({ s }) => {
      s['1'] = 9;
    },
  ],
  ['a statement without a count', 'statement', ({ s }) => void delete s['1']],
  ['the place of a statement', 'statement', ({ statementMap }) => move(first(statementMap))],
  [
    'a statement that is missing',
    'statement',
    ({ s, statementMap }) => {
      delete s['3'];
      delete statementMap['3'];
    },
  ],
  [
    'a statement too many',
    'statement',
    ({ s, statementMap }) => {
      s['9'] = 0;
      statementMap['9'] = first(statementMap);
    },
  ],
  [
    'the count of a function',
    'function',
    ({ f }) => {
      f['0'] = 1;
    },
  ],
  [
    'the name of a function',
    'function',
    ({ fnMap }) => {
      first(fnMap).name = 'g';
    },
  ],
  ['where a function is declared', 'function', ({ fnMap }) => move(first(fnMap).decl)],
  ['where a function is', 'function', ({ fnMap }) => move(first(fnMap).loc)],
  [
    'the line of a function',
    'function',
    ({ fnMap }) => {
      first(fnMap).line = 9;
    },
  ],
  [
    'the count of an arm',
    'branch',
    ({ b }) => {
      b['1'] = [0, 1];
    },
  ],
  ['the number of arms', 'branch', ({ b }) => void b['2']?.push(0)],
  [
    'the kind of a branch',
    'branch',
    ({ branchMap }) => {
      first(branchMap).type = 'cond-expr';
    },
  ],
  ['the place of a branch', 'branch', ({ branchMap }) => move(first(branchMap).loc)],
  ['the place of an arm', 'branch', ({ branchMap }) => move(first(branchMap).locations[0] as Range)],
  [
    'the source map',
    'input map',
    (file) => {
      file.inputSourceMap = { version: 3 };
    },
  ],
  [
    'the path',
    'file',
    (file) => {
      file.path = '/app/b.js';
    },
  ],
];

describe('the comparison of two coverages', () => {
  it('finds nothing where they are the same', () => {
    assert.deepEqual(compareCoverage(coverage(), coverage()), []);
  });

  it('takes what is undefined for what is missing, and any order of keys', () => {
    const inverted = coverage((file) => {
      file.statementMap = Object.fromEntries(Object.entries(file.statementMap).reverse());
      for (const { loc } of Object.values(file.branchMap)) Object.assign(loc, { filename: undefined });
    });
    assert.deepEqual(compareCoverage(coverage(), inverted), []);
  });

  for (const [what, kind, change] of CHANGES) {
    it(`finds ${what}, on either side`, () => {
      for (const found of [
        compareCoverage(coverage(), coverage(change)),
        compareCoverage(coverage(change), coverage()),
      ]) {
        assert.deepEqual(
          found.map(({ file, differences }) => [file, differences.map((difference) => difference.kind)]),
          [[FILE, [kind]]],
        );
        assert.equal(found[0]?.unmatched[kind], 1);
      }
    });
  }

  it('finds a file that only one of them has', () => {
    for (const [ours, theirs] of [
      [coverage(), {}],
      [{}, coverage()],
    ] as const) {
      const [{ differences } = assert.fail()] = compareCoverage(ours, theirs);
      const kinds = new Set(differences.map(({ kind }) => kind));
      assert.deepEqual([...kinds], ['statement', 'function', 'branch', 'file']);
    }
  });

  it('tells another numbering from other places', () => {
    const swapped = coverage(({ s, statementMap }) => {
      [s['0'], s['1']] = [s['1'] as number, s['0'] as number];
      [statementMap['0'], statementMap['1']] = [statementMap['1'] as Range, statementMap['0'] as Range];
    });
    const [{ differences, unmatched } = assert.fail()] = compareCoverage(coverage(), swapped);
    assert.deepEqual(
      differences.map(({ id }) => id),
      ['0', '1'],
    );
    assert.equal(unmatched.statement, 0);
  });

  it('says how much there is, and how much of it ran', () => {
    const some = coverage(({ s }) => void Object.assign(s, { 0: 0, 1: 0 }));
    assert.deepEqual(sizeOf(some), { files: 1, statements: 5, hit: 3 });
  });
});

describe('the description of differences', () => {
  const describeChange = (change: (file: Writable) => void) =>
    describeDifferences(compareCoverage(coverage(), coverage(change)), ['one', 'another'], () => SOURCE);

  it('gives the numbers, and the first difference with its text and both counts', () => {
    const text = describeChange(({ s, f }) => {
      Object.assign(s, { 1: 7, 3: 8 });
      Object.assign(f, { 0: 9 });
    });
    assert.equal(
      text,
      [
        'one and another differ in one file',
        '',
        '/app/a.js',
        '  statement: 2 by id, 2 by location',
        '  function: 1 by id, 1 by location',
        '  first statement 1 at 3:2 - 3:23: "if (b && a) return b;"',
        '    one      count 2',
        '    another  count 7',
      ].join('\n'),
    );
  });

  it('gives what the maps say where they differ', () => {
    const text = describeChange(({ fnMap }) => {
      first(fnMap).name = 'g';
    });
    assert.match(
      text,
      /first function 0 at 2:9 - 2:10: "f"\n.*one .*count 0, \{"name":"f",.*\n.*another .*"g"/,
    );
  });

  it('says what only one of them has', () => {
    const text = describeChange(({ s, statementMap }) => {
      delete s['3'];
      delete statementMap['3'];
    });
    assert.match(text, /first statement 3 at 4:2 - 4:11: "return a;"\n.*count 4, \{.*\n +another +nothing$/);
  });

  it('cuts long texts, and goes over lines as the source has them', () => {
    const range = { start: { line: 1, column: 6 }, end: { line: 2, column: 90 } };
    const entry = { place: range, range, count: 1 };
    const differences = [
      { kind: 'statement', id: '0', first: entry, second: { ...entry, count: 2 } },
    ] as const;
    const unmatched = { statement: 1, function: 0, branch: 0, 'input map': 0, file: 0 };
    const source = `const x = 1;\r\n${'f'.repeat(100)}`;
    const text = describeDifferences(
      [{ file: FILE, differences, unmatched }],
      ['one', 'another'],
      () => source,
    );
    assert.ok(text.includes(`at 1:6 - 2:90: "x = 1;\\n${'f'.repeat(73)}…"`), text);
  });

  it('names so many files only, and counts them all', () => {
    const { [FILE]: file = assert.fail() } = coverage();
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/app/${index}.js`, file]));
    const text = describeDifferences(compareCoverage(files, {}), ['one', 'another'], () => SOURCE);
    assert.match(text, /^one and another differ in 30 files\n/);
    assert.match(text, /\n\nand 10 more files$/);
  });

  it('tells the rest where a source cannot be read', () => {
    const found = compareCoverage(
      coverage(),
      coverage(({ s }) => {
        s['0'] = 5;
      }),
    );
    assert.match(
      describeDifferences(found, ['one', 'another']),
      /first statement 0 at 1:10.*\n.*count 1\n.*count 5/,
    );
  });
});
