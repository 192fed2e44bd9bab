/** Deeply nested code: long chains run with their counts, and nesting that would overflow the parser is refused. */
import assert from 'node:assert/strict';
import vm from 'node:vm';
import { CovermainError } from '../../../../src/platform/errors.js';
import { stackNeedOf } from '../../../../src/platform/stack-need.js';
import { parseText } from '../../../../src/source-maps/parse-text.js';
import { describeCounts } from '../../../support/counts.js';
import { instrumentWith } from '../../../support/engines.js';

const repeat = (link: (index: number) => string, count: number, separator = '') =>
  Array.from({ length: count }, (_, index) => link(index)).join(separator);

describe('a long chain in code instrumented by the engine probe', () => {
  // V8 runs each of these chains without probes, on Node 20 with at most a tenth of its stack to spare.
  const chains: readonly (readonly [title: string, code: string])[] = [
    ['else if', `let y; ${repeat((i) => `if (x === ${i}) { y = ${i}; }`, 1400, ' else ')} return y;`],
    [
      'else if without braces',
      `let y; ${repeat((i) => `if (x === ${i}) y = ${i};`, 1400, ' else ')} return y;`,
    ],
    ['else if with return', `${repeat((i) => `if (x === ${i}) return ${i};`, 1400, ' else ')}`],
    ['conditional expressions', `return ${repeat((i) => `x === ${i} ? ${i} : `, 1400)} -1;`],
    ['conditional expressions on the left', `return ${'x ? '.repeat(1400)}1${' : 0'.repeat(1400)};`],
    ['&&', `return ${repeat((i) => `x !== ${i}`, 8000, ' && ')};`],
    ['||', `return ${repeat((i) => `x === ${i}`, 8000, ' || ')};`],
    ['??', `return ${'null ?? '.repeat(15_000)} x;`],
    ['+', `return ${repeat((i) => `x + ${i}`, 8000, ' + ')};`],
    ['calls', `const f = () => f; return typeof f${'()'.repeat(4000)};`],
    ['methods', `const o = { set() { return this; }, x }; return o${'.set(1)'.repeat(2000)}.x;`],
    ['commas', `return (${repeat((i) => `x + ${i}`, 15_000, ', ')});`],
    ['statements', `let y = 0; ${'if (x) y += 1;'.repeat(5000)} return y;`],
    ['lines without semicolons', `let y = 0\n${'y = y + x\n'.repeat(20_000)}return y`],
  ];

  for (const [title, body] of chains) {
    it(`returns what it returns without probes: ${title}`, () => {
      const source = `(function (x) { ${body} })(1399)`;
      const { code } = instrumentWith('probe', source, 'a.js');
      assert.notEqual(code, source);
      assert.equal(vm.runInThisContext(code), vm.runInThisContext(source));
    });
  }
});

describeCounts('in chains', [
  [
    'of else if that return',
    'function f(x) { if (x === 1) return 1; else if (x === 2) return 2; else if (x === 3) return 3; return 4; } for (let i = 0; i < 9; i += 1) f(i % 5);',
  ],
  [
    'of else if that end in an else',
    'let y; for (let i = 0; i < 9; i += 1) { if (i < 2) y = 1; else if (i < 5) { y = 2; } else if (i === 7) continue; else y = 3; }',
  ],
  [
    'of else if whose condition throws',
    'for (let i = 0; i < 9; i += 1) { try { if (i < 3) i; else if (i === 5 ? boom() : i < 5) i; else if (boom() || i) i; } catch {} }',
  ],
  [
    'of else if with logical conditions',
    'for (let i = 0; i < 9; i += 1) { if (i < 3 && i) i; else if (i < 5 || i === 7) i; else if (i === 6 && i) i; }',
  ],
  [
    'of else if after labels and breaks',
    'for (let i = 0; i < 9; i += 1) { a: if (i < 3) break a; else if (i < 5) { break a; } else if (i < 6) continue; i; }',
  ],
  [
    'of else if with an ignore hint',
    'for (let i = 0; i < 9; i += 1) { if (i < 3) i; /* istanbul ignore next */ else if (i < 5) i; else i; }',
  ],
  [
    'of if without else in an else if',
    'for (let i = 0; i < 9; i += 1) { if (i < 3) i; else if (i < 7) if (i < 5) i; else if (i < 6) i; }',
  ],
  [
    'of conditional expressions',
    'for (let i = 0; i < 9; i += 1) i < 2 ? 1 : i < 4 ? (i === 3 ? 5 : i) : (i < 6 ? i : 9) ? 3 : 4;',
  ],
  [
    'of conditional expressions whose condition throws',
    'for (let i = 0; i < 9; i += 1) { try { i < 2 ? 1 : (i === 4 ? boom() : i < 5) ? i : boom() ? 1 : 2; } catch {} }',
  ],
  [
    'of conditional expressions with ignore hints',
    'for (let i = 0; i < 9; i += 1) i < 2 ? 1 : /* istanbul ignore next */ i < 4 ? i : i < 6 ? 1 : 2;',
  ],
  [
    'of operators with an ignore hint',
    'function f() { return 1; } const y = f() + /* istanbul ignore next */ (f(1) || 2) + (() => 3)().toString().length;',
  ],
]);

describe('code that is nested too deeply for the parser', () => {
  const nestings: readonly (readonly [title: string, nest: (depth: number) => string])[] = [
    ['arrays', (depth) => `x = ${'['.repeat(depth)}${']'.repeat(depth)}`],
    ['objects', (depth) => `x = ${'{a:'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['parentheses', (depth) => `x = ${'('.repeat(depth)}1${')'.repeat(depth)}`],
    ['blocks', (depth) => `${'{'.repeat(depth)}${'}'.repeat(depth)}`],
    ['functions', (depth) => `${'(function () {'.repeat(depth)}${'})()'.repeat(depth)}`],
    ['classes', (depth) => `${'(class { static {'.repeat(depth)}${'}})'.repeat(depth)}`],
    ['arrow functions', (depth) => `x = ${'a => '.repeat(depth)}1`],
    ['templates', (depth) => `x = ${'`${'.repeat(depth)}1${'}`'.repeat(depth)}`],
    ['calls', (depth) => `${'f('.repeat(depth)}1${')'.repeat(depth)}`],
    ['else if', (depth) => `${'if (x) ; else '.repeat(depth)};`],
    ['if', (depth) => `${'if (x) '.repeat(depth)};`],
    ['conditional expressions', (depth) => `${'x ? 1 : '.repeat(depth)}2`],
    ['assignments', (depth) => `${'x = '.repeat(depth)}2`],
    ['yield', (depth) => `function* g() { ${'yield '.repeat(depth)}2 }`],
    ['JSX', (depth) => `x = ${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`],
    ['types', (depth) => `let x: ${'Array<'.repeat(depth)}1${'>'.repeat(depth)}`],
  ];

  for (const [title, nest] of nestings) {
    it(`is refused, so that the parser does not end the process: ${title}`, () => {
      for (const depth of [10_000, 100_000]) {
        assert.throws(
          () => instrumentWith('probe', nest(depth), title === 'types' ? 'a.ts' : 'a.js'),
          (error) =>
            error instanceof CovermainError &&
            error.code === 'SOURCE_NOT_PARSED' &&
            error.message === 'its code is nested too deeply',
        );
      }
    });
  }
});

describe('a text that is parsed for its source map', () => {
  it('is not parsed if it is nested too deeply', () => {
    assert.notEqual(parseText('x = [[1]]', 'a.js'), undefined);
    for (const depth of [10_000, 100_000])
      assert.equal(parseText(`x = ${'['.repeat(depth)}${']'.repeat(depth)}`, 'a.js'), undefined);
  });
});

describe('the estimated stack need of a source', () => {
  const nested = 'x = [[[[1]]]]';

  it('does not count brackets in strings, templates, comments and regular expressions', () => {
    for (const text of ['"[[[["', "'[[[['", '`[[[[`', '/* [[[[ */ 1', '/[[]/', '"\\"[[[["', '1 // [[[[[']) {
      assert.ok(stackNeedOf(`x = ${text}`) < stackNeedOf(nested) / 2, text);
    }
  });

  it('counts brackets after a division, a string and a comment', () => {
    for (const text of ['a / b', '"a"', '/* a */', "'\\''", '`a`', '/[/]"/']) {
      assert.ok(stackNeedOf(`x = ${text}\n${nested}`) >= stackNeedOf(nested), text);
    }
  });

  it('counts brackets in the expressions of a template', () => {
    assert.ok(stackNeedOf(`x = \`\${[[[[1]]]]}\``) > stackNeedOf(nested));
  });

  it('does not add up what follows each other', () => {
    const oneStatement = stackNeedOf('if (x) { y = [1] }\n');
    assert.equal(stackNeedOf('if (x) { y = [1] }\n'.repeat(1000)), oneStatement);
    assert.equal(stackNeedOf('if (x) { y = [1] } '.repeat(1000)), oneStatement);
    assert.equal(stackNeedOf('x = a + b\n'.repeat(1000)), stackNeedOf('x = a + b\n'));
    assert.equal(stackNeedOf('x = a + b; '.repeat(1000)), stackNeedOf('x = a + b; '));
    assert.equal(stackNeedOf(`x = [${'a => b, '.repeat(1000)}]`), stackNeedOf('x = [a => b, ]'));
  });

  it('ends an apostrophe in JSX text with its line', () => {
    assert.ok(stackNeedOf(`x = <p>Don't</p>\n${nested}`) >= stackNeedOf(nested));
  });
});
