/** Tests that the comparison finds and describes every kind of difference. */
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

/** Returns Istanbul's coverage of the source, with a different count for each statement, after applying a change. */
function coverage(change: (file: Writable) => void = () => {}): Record<string, FileCoverageData> {
  const instrument = createInstrument('nyc', { root: '/app', parserPlugins: [], ignoreClassMethods: [] });
  const [empty] = instrument(SOURCE, FILE).coverage();
  const file = JSON.parse(JSON.stringify(empty)) as Writable;
  for (const id of Object.keys(file.s)) file.s[id] = Number(id) + 1;
  change(file);
  return { [FILE]: file };
}

const firstOf = <Value>(values: Readonly<Record<string, Value>>): Value => values['0'] as Value;
const move = (range: Range) => {
  range.end.column = (range.end.column ?? 0) + 1;
};

const CHANGES: readonly [title: string, kind: Kind, change: (file: Writable) => void][] = [
  [
    'the count of a statement',
    'statement',
    ({ s }) => {
      s['1'] = 9;
    },
  ],
  ['the existence of a count', 'statement', ({ s }) => void delete s['1']],
  ['the range of a statement', 'statement', ({ statementMap }) => move(firstOf(statementMap))],
  [
    'the existence of a statement',
    'statement',
    ({ s, statementMap }) => {
      delete s['3'];
      delete statementMap['3'];
    },
  ],
  [
    'an additional statement',
    'statement',
    ({ s, statementMap }) => {
      s['9'] = 0;
      statementMap['9'] = firstOf(statementMap);
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
      firstOf(fnMap).name = 'g';
    },
  ],
  ['the declaration of a function', 'function', ({ fnMap }) => move(firstOf(fnMap).decl)],
  ['the range of a function', 'function', ({ fnMap }) => move(firstOf(fnMap).loc)],
  [
    'the line of a function',
    'function',
    ({ fnMap }) => {
      firstOf(fnMap).line = 9;
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
      firstOf(branchMap).type = 'cond-expr';
    },
  ],
  ['the range of a branch', 'branch', ({ branchMap }) => move(firstOf(branchMap).loc)],
  ['the range of an arm', 'branch', ({ branchMap }) => move(firstOf(branchMap).locations[0] as Range)],
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

describe('comparing two coverages', () => {
  it('finds no difference between equal coverages', () => {
    assert.deepEqual(compareCoverage(coverage(), coverage()), []);
  });

  it('ignores undefined properties and the order of keys', () => {
    const inverted = coverage((file) => {
      file.statementMap = Object.fromEntries(Object.entries(file.statementMap).reverse());
      for (const { loc } of Object.values(file.branchMap)) Object.assign(loc, { filename: undefined });
    });
    assert.deepEqual(compareCoverage(coverage(), inverted), []);
  });

  for (const [title, kind, change] of CHANGES) {
    it(`finds a difference in ${title} in both directions`, () => {
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

  it('finds a file that only one coverage has', () => {
    for (const [ours, theirs] of [
      [coverage(), {}],
      [{}, coverage()],
    ] as const) {
      const [{ differences } = assert.fail()] = compareCoverage(ours, theirs);
      const kinds = new Set(differences.map(({ kind }) => kind));
      assert.deepEqual([...kinds], ['statement', 'function', 'branch', 'file']);
    }
  });

  it('counts no unmatched entries if only the ids differ', () => {
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

  it('returns the numbers of files, statements and executed statements', () => {
    const some = coverage(({ s }) => void Object.assign(s, { 0: 0, 1: 0 }));
    assert.deepEqual(sizeOf(some), { files: 1, statements: 5, hit: 3 });
  });
});

describe('describing differences', () => {
  const describeChange = (change: (file: Writable) => void) =>
    describeDifferences(compareCoverage(coverage(), coverage(change)), ['one', 'another'], () => SOURCE);

  it('prints the numbers, and the first difference with its text and both counts', () => {
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

  it('prints the map values if they differ', () => {
    const text = describeChange(({ fnMap }) => {
      firstOf(fnMap).name = 'g';
    });
    assert.match(
      text,
      /first function 0 at 2:9 - 2:10: "f"\n.*one .*count 0, \{"name":"f",.*\n.*another .*"g"/,
    );
  });

  it('prints an entry that only one coverage has', () => {
    const text = describeChange(({ s, statementMap }) => {
      delete s['3'];
      delete statementMap['3'];
    });
    assert.match(text, /first statement 3 at 4:2 - 4:11: "return a;"\n.*count 4, \{.*\n +another +nothing$/);
  });

  it('shortens long texts and prints texts of several lines', () => {
    const range = { start: { line: 1, column: 6 }, end: { line: 2, column: 90 } };
    const entry = { mapValue: range, range, count: 1 };
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

  it('describes at most 20 files and counts all of them', () => {
    const { [FILE]: file = assert.fail() } = coverage();
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`/app/${index}.js`, file]));
    const text = describeDifferences(compareCoverage(files, {}), ['one', 'another'], () => SOURCE);
    assert.match(text, /^one and another differ in 30 files\n/);
    assert.match(text, /\n\nand 10 more files$/);
  });

  it('prints the counts if the source cannot be read', () => {
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
