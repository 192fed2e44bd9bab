/** Two versions of a source are compared function by function. */
import assert from 'node:assert/strict';
import { changedRegions } from '../../../src/impact/changed-regions.js';
import { createSourceDivider } from '../../../src/impact/source-regions.js';

const divide = createSourceDivider({ root: '/app', parserPlugins: [], ignoreClassMethods: [] });

const SHOP = `import { tax } from './tax.js';

/** Returns the price. */
export function price(item, amount = 1) {
  const single = item.price + tax(item);
  return amount * single;
}

export const names = (items) => items.map((item) => {
  return item.name;
});

export class Cart {
  limit = 10;
  add(item) { this.items.push(item); }
  get total() { return \`\${this.items.length}  items\`; }
}
`;

/** Returns the names of the changed regions of the text after the change; `module` for module-level code. */
function changedBy(before: string, after: string, file = '/app/shop.ts'): readonly string[] {
  return changedRegions(divide(after, file), divide(before, file)).map(({ name }) => name ?? 'module');
}

/** Edits of `SHOP`: title, old text, new text, changed regions. An inner function changes with the function around it. */
const ALL = ['module', 'price', '(anonymous_1)', '(anonymous_2)', '(anonymous_3)', '(anonymous_4)'];
const EDITS: readonly [title: string, from: string, to: string, changed: readonly string[]][] = [
  ['a statement of a function', 'amount * single', 'amount + single', ['price']],
  ['a default argument', 'amount = 1', 'amount = 2', ['price']],
  ['a new parameter', 'amount = 1', 'amount = 1, rate = 2', ['price']],
  [
    'another number of parameters before the first default',
    'price(item, amount',
    'price(item, tax, amount',
    ALL,
  ],
  ['a rest parameter', '(items) =>', '(items, ...more) =>', ['(anonymous_1)', '(anonymous_2)']],
  ['no parameter of an arrow function', '(items) =>', '() =>', ALL],
  ['an inner function', 'item.name', 'item.label', ['(anonymous_2)']],
  ['a function with an inner function', 'items.map(', 'items.filter(', ['(anonymous_1)', '(anonymous_2)']],
  ['a method', 'push(item)', 'push(item, item)', ['(anonymous_3)']],
  ['white space in a template', 'length}  items', 'length} items', ['(anonymous_4)']],
  ['the name of a function', 'function price', 'function cost', ['module', 'cost', ...ALL.slice(2)]],
  ['the keyword async', 'export function', 'export async function', ALL],
  ['an import', './tax.js', './taxes.js', ALL],
  ['a class field', 'limit = 10', 'limit = 11', ALL],
  ['a comment', 'Returns the price', 'Returns a price', []],
  ['a new comment at the end of a line', 'single;\n', 'single; // all\n', []],
  ['indentation', '  return amount', '    return amount', []],
  ['a comment that becomes code', '/** Returns the price. */', 'start();', ALL],
  ['a new method', '  limit = 10;', '  limit = 10;\n  clear() {}', [...ALL, '(anonymous_5)']],
  ['a line break after return', 'return amount', 'return\n amount', ['price']],
];

const METHOD = '(anonymous_0)';

describe('changedRegions', () => {
  for (const [title, from, to, changed] of EDITS) {
    it(`finds the regions that ${title} changes`, () => {
      const after = SHOP.replace(from, () => to);
      assert.notEqual(after, SHOP);
      assert.deepEqual(changedBy(SHOP, after), changed);
    });
  }

  it('finds module-level code that an edit inserts between the braces of two functions', () => {
    const before = 'function a() {\n  x();\n}\nfunction b() {\n  y();\n}\n';
    const after = 'function a() {\n  x();\n}\nstart();\nfunction b() {\n  y();\n}\n';
    assert.deepEqual(changedBy(before, after), ['module', 'a', 'b']);
  });

  const HEADS: readonly [
    title: string,
    before: string,
    from: string,
    to: string,
    changed: readonly string[],
  ][] = [
    ['the name of a method', 'class A { toJSN(a) {} }', 'toJSN', 'toJSON', ['module', METHOD]],
    ['a private method, which no engine counts', 'class A { #a() {} }', '#a', '#b', ['module']],
    [
      'the keywords before a method',
      'class A { static async a() {} }',
      'static async',
      'static',
      ['module', METHOD],
    ],
    ['the name of a getter', 'const a = { get b() { return 1; } };', 'get b', 'get c', ['module', METHOD]],
    ['the name of an object method', 'const a = { async b() {} };', 'b()', 'c()', ['module', METHOD]],
    [
      'a computed name',
      'class A { [b((x) => x)]() {} }',
      '=> x',
      '=> 1',
      ['module', METHOD, '(anonymous_1)'],
    ],
    ['the decorator of a method', 'class A { @Get("/a") a() {} }', '/a', '/b', ['module', METHOD]],
    ['the decorator of a parameter', 'class A { a(@Query("a") b: B) {} }', '"a"', '"b"', ['module', METHOD]],
    [
      'a type that decorators see',
      '@Injectable() class A { constructor(private b: B) {} }',
      'B)',
      'C)',
      ['module', METHOD],
    ],
    ['a parameter of a plain method', 'class A { a(b = 1) {} }', 'b = 1', 'b = 2', [METHOD]],
    ['an inner pattern', 'function a({ b: { c } }) {}', '{ c }', 'c', ['module', 'a']],
    ['a default of an inner pattern', 'function a({ b: { c } }) {}', '{ c }', '{ c } = {}', ['module', 'a']],
    ['a default of a later pattern', 'function a(b = 1, { c }) {}', '{ c }', '{ c } = {}', ['module', 'a']],
    ['a quoted key before a pattern', 'function a({ "b": { c } }) {}', '"b"', '"d"', ['module', 'a']],
    [
      'a parameter of a generator, which may be called without a step',
      'function* a(b = 1) {}',
      '= 1',
      '= 2',
      ['module', 'a'],
    ],
    [
      'the asterisk of a function without a name',
      'a(function () {});',
      'function',
      'function*',
      ['module', METHOD],
    ],
    ['the keyword async of an arrow function', 'b(a => a);', 'a =>', 'async a =>', ['module', METHOD]],
    ['a name in a pattern', 'function a({ b }) {}', '{ b }', '{ b, c }', ['a']],
  ];
  for (const [title, before, from, to, changed] of HEADS) {
    it(`finds the regions that ${title} changes`, () => {
      assert.deepEqual(changedBy(before, before.replace(from, to)), changed);
    });
  }

  it('finds a function that was removed', () => {
    assert.deepEqual(changedBy('const a = () => 1;\nconst b = () => 2;\n', 'const b = () => 2;\n'), [
      'module',
      '(anonymous_0)',
    ]);
  });

  it('finds two functions that have changed places', () => {
    const [one, other] = ['function a() { return 1; }\n', 'function b() { return 2; }\n'];
    assert.deepEqual(changedBy(one + other, other + one), ['module', 'b', 'a']);
  });

  it('keeps comments that tools obey', () => {
    const before = '/** @jsx h */\nexport const a = () => <p> a </p>;\n';
    assert.deepEqual(changedBy(before, before.replace('@jsx h', '@jsx g'), '/app/a.jsx'), [
      'module',
      '(anonymous_0)',
    ]);
    assert.deepEqual(changedBy(before, before.replace(' a <', ' a  <'), '/app/a.jsx'), ['(anonymous_0)']);
  });

  it('compares a file as a whole that a hint excludes from counting', () => {
    const before = '/* istanbul ignore file */\nfunction a() { return 1; }\n';
    assert.deepEqual(changedBy(before, before.replace('1', '2')), ['module']);
  });

  it('rejects a syntax error', () => {
    assert.throws(() => changedBy('const a = 1;', 'const a = ;'), { code: 'SOURCE_NOT_PARSED' });
  });
});
