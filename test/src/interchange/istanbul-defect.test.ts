/** Checking Istanbul data before it is converted. */
import assert from 'node:assert/strict';
import { findIstanbulDefect } from '../../../src/interchange/istanbul-defect.js';

const LOCATION = { start: { line: 1, column: 0 }, end: { line: 1, column: 9 } };

const fileWith = (changes: object) =>
  ({
    path: '/app/a.js',
    statementMap: { 0: LOCATION },
    fnMap: { 0: { name: 'f', decl: LOCATION, loc: LOCATION, line: 1 } },
    branchMap: { 0: { type: 'if', loc: LOCATION, locations: [LOCATION, {}], line: 1 } },
    s: {},
    f: {},
    b: {},
    ...changes,
  }) as unknown as Parameters<typeof findIstanbulDefect>[0];

describe('findIstanbulDefect', () => {
  const place = (start: unknown, end: unknown) => ({ start, end });

  for (const [title, changes] of [
    [
      'columns that are null or -1',
      { statementMap: { 0: place({ line: 1, column: null }, { line: 2, column: -1 }) } },
    ],
    ['an end without a line', { statementMap: { 0: place({ line: 1, column: 0 }, {}) } }],
    ['a function with one location', { fnMap: { 0: { name: 'f', loc: LOCATION } } }],
    ['a branch without arms', { branchMap: { 0: { type: 'switch', locations: [] } } }],
    [
      'ids that are names of properties of all objects',
      { statementMap: { constructor: LOCATION, toString: LOCATION } },
    ],
  ] as const)
    it(`accepts ${title}`, () => assert.equal(findIstanbulDefect(fileWith(changes)), undefined));

  for (const [title, changes, defect] of [
    ['an empty path', { path: '' }, /the path of the source is empty/],
    ['a path with a null character', { path: '/a\0.js' }, /the path of the source/],
    ['a path that is too long', { path: `/${'a'.repeat(5000)}` }, /the path of the source/],
    ['a statement that is null', { statementMap: { 7: null } }, /statement 7 has no valid location/],
    [
      'an infinite line',
      { statementMap: { 0: place({ line: Number.POSITIVE_INFINITY, column: 0 }, LOCATION.end) } },
      /statement 0/,
    ],
    [
      'a fractional column',
      { statementMap: { 0: place({ line: 1, column: 0.5 }, LOCATION.end) } },
      /statement 0/,
    ],
    [
      'a line that is a deep list',
      { statementMap: { 0: place({ line: [[[]]], column: 0 }, LOCATION.end) } },
      /statement 0/,
    ],
    ['a function without a name', { fnMap: { 0: { decl: LOCATION } } }, /function 0 has no name/],
    ['a function without a location', { fnMap: { 0: { name: 'f' } } }, /function 0 has no valid location/],
    [
      'a branch whose arms are no list',
      { branchMap: { 0: { locations: { length: 2 ** 40 } } } },
      /branch 0 has no list/,
    ],
    [
      'a branch with an arm of another kind',
      { branchMap: { 0: { locations: [LOCATION, place({ line: 1 }, null)] } } },
      /branch 0 has an arm/,
    ],
  ] as const)
    it(`rejects ${title}`, () => assert.match(String(findIstanbulDefect(fileWith(changes))), defect));
});
