/** Tests that patterns select files as in Go, and that no pattern takes long. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { compileFilter } from '../../../../src/agent/http/filter.js';
import { REPOSITORY } from '../../../support/project.js';

const PATHS = ['src/a.ts', 'src/generated/b.ts', 'test/é🙂.ts'];

function given(patterns: { readonly skip?: readonly string[]; readonly cover?: readonly string[] }) {
  return PATHS.filter(compileFilter({ skip: [], cover: [], ...patterns }));
}

describe('filtering files by patterns', () => {
  it('selects every path if there are no patterns', () => assert.deepEqual(given({}), PATHS));

  it('leaves out paths that a skip pattern matches anywhere', () => {
    assert.deepEqual(given({ skip: ['generated', '^test/'] }), ['src/a.ts']);
    assert.deepEqual(given({ skip: ['^generated'] }), PATHS);
  });

  it('selects only paths that a cover pattern matches', () => {
    assert.deepEqual(given({ cover: ['/a\\.ts$', '^test/'] }), ['src/a.ts', 'test/é🙂.ts']);
    assert.deepEqual(given({ cover: ['^lib/'] }), []);
  });

  it('leaves out paths that match both kinds of patterns', () => {
    assert.deepEqual(given({ cover: ['^src/'], skip: ['generated'] }), ['src/a.ts']);
  });

  it('loads the pattern engine with the first pattern and not before', () => {
    const program = `
      import { createRequire } from 'node:module';
      import { compileFilter } from './src/agent/http/filter.ts';
      const { cache } = createRequire(import.meta.url);
      const isLoaded = () => Object.keys(cache).some((file) => file.includes('/re2js/'));
      compileFilter({ skip: [], cover: [] });
      const without = isLoaded();
      compileFilter({ skip: ['a'], cover: [] });
      console.log(without, isLoaded());`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const printed = execFileSync(process.execPath, args, { cwd: REPOSITORY, encoding: 'utf8' });
    assert.equal(printed, 'false true\n');
  });

  it('supports the syntax of Go', () => {
    assert.deepEqual(given({ cover: ['(?i)^SRC/[[:alpha:]]\\.ts\\z'] }), ['src/a.ts']);
    assert.deepEqual(given({ cover: ['^test/\\pL.\\.ts$'] }), ['test/é🙂.ts']);
  });

  it('matches quickly where a backtracking engine would take forever', () => {
    const path = `src/${'a'.repeat(50_000)}!`;
    for (const pattern of ['(a+)+$', '^src/(a|aa)+$', '^(([a-z/])+.)+[A-Z]([a-z])+$'])
      assert.equal(compileFilter({ skip: [], cover: [pattern] })(path), false);
  });

  for (const pattern of ['(', '*', 'a**', '[z-a]', '(?=a)', '(a)\\1', 'a{1001}', '(a{1000}){1000}']) {
    it(`refuses the pattern ${pattern} and names it`, () => {
      for (const patterns of [
        { skip: [pattern], cover: [] },
        { skip: [], cover: ['fine', pattern] },
      ]) {
        assert.throws(
          () => compileFilter(patterns),
          (error: Error & { code: string }) => {
            assert.equal(error.code, 'PATTERN_INVALID');
            assert.ok(error.message.includes(JSON.stringify(pattern)), error.message);
            return error.cause instanceof Error;
          },
        );
      }
    });
  }

  it('accepts at most 100 patterns of at most 1,000 characters', () => {
    const code = 'PATTERN_INVALID';
    assert.deepEqual(given({ skip: Array(60).fill('x'), cover: Array(40).fill('src') }).length, 2);
    assert.throws(() => given({ skip: Array(60).fill('x'), cover: Array(41).fill('x') }), {
      code,
      message: /got 101, expected at most 100/,
    });
    assert.deepEqual(given({ cover: ['x'.repeat(1000)] }), []);
    assert.throws(() => given({ cover: ['x'.repeat(1001)] }), { code, message: /longer than 1000/ });
  });

  it('refuses short patterns that compile to large programs', () => {
    const expected = { code: 'PATTERN_INVALID', message: /takes too long/ };
    assert.throws(() => given({ skip: ['\\pL{500}'.repeat(100)] }), expected);
    assert.throws(() => given({ skip: Array(50).fill('a{1000}') }), expected);
  });
});
