// Calls every function of lodash with many kinds of arguments.

/** What waits, looks at the clock, or changes lodash itself. */
const LEFT_OUT =
  /^(debounce|throttle|delay|defer|now|mixin|noConflict|runInContext|bindAll|unset|wrap|thru|tap)$|^wrapper|^plant$|^commit$|^next$|^lodash$|^_$/;

const ARGUMENTS = [
  () => [],
  () => [[3, 1, 2, 1, null, undefined, Number.NaN]],
  () => [[3, 1, 2], 2],
  () => [[1, [2, [3, [4]]]], [2, 3], [3]],
  () => [
    [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
      { a: 1, b: 'z' },
    ],
    'a',
  ],
  () => [[{ a: 1 }, { a: 2 }], { a: 2 }],
  () => [[6.1, 4.2, 6.3], Math.floor],
  () => [{ a: [{ b: { c: 3 } }], d: new Date(0), e: /x/g }, 'a[0].b.c', 4],
  () => [{ a: 1, b: 2, c: undefined }, ['a', 'c']],
  () => [{ a: 1 }, { a: { x: 1 }, b: [1, 2] }, { b: [3], f() {} }],
  () => ['fooBar --baz_quux ÀÉ 😀 <b>&amp;</b>', 5, '-_'],
  () => ['a-b-c', '-', 2],
  () => [(a, b) => (a ?? 0) + (b ?? 0), 2],
  () => [(value) => value > 1, (value) => value < 5],
  () => [new Map([['a', 1]]), new Map([['a', 1]])],
  () => [new Set([1, 2]), new Set([2, 1])],
  () => [new Uint8Array([1, 2, 3]), 1, 2],
  () => [Symbol.iterator, null, Object.create({ inherited: 1 })],
  () => [5, 1, 10],
  () => [-1.5, '3', { valueOf: () => 7 }],
  () => [
    Array.from({ length: 250 }, (_, index) => index % 130),
    Array.from({ length: 210 }, (_, index) => index),
  ],
];

export default function (module) {
  const lodash = module.default ?? module;
  const names = Object.keys(lodash).filter(
    (name) => typeof lodash[name] === 'function' && !LEFT_OUT.test(name),
  );
  const results = names.sort().map((name) => [name, ARGUMENTS.map((make) => call(lodash[name], make()))]);
  return [results, lodash.prototype?.value ? chains(lodash) : []];
}

function chains(_) {
  const people = Array.from({ length: 300 }, (_value, index) => ({
    name: `p${index}`,
    age: (index * 37) % 90,
  }));
  const compiled = _.template(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what lodash fills in
    '<% _.forEach(users, function(user) { %><li><%- user %>${ users.length }</li><% }); %>',
  );
  return [
    _(people).filter('age').map('age').take(5).reverse().value(),
    _.chain(people)
      .sortBy(['age', 'name'])
      .groupBy((person) => person.age % 3)
      .mapValues('length')
      .value(),
    _(people)
      .orderBy(['age', 'name'], ['desc', 'asc'])
      .drop(3)
      .takeWhile((person) => person.age > 80)
      .map('name')
      .join(),
    _([1, 2, 3])
      .concat(4)
      .push(5)
      .filter((value) => value % 2)
      .last(),
    compiled({ users: ['fred', '<pebbles>'] }),
    _.curry((a, b, c) => [a, b, c])(1, _, 3)(2),
    _.flow([_.add, Math.sqrt])(8, 8),
    _.memoize((key) => key.a)({ a: 1 }),
    _.partialRight(Math.max, _, 4)(1),
  ];
}

/** What a call gives or throws, as text. */
function call(run, args) {
  try {
    const result = run(...args);
    return describe(typeof result === 'function' ? result(...args) : result);
  } catch (error) {
    return String(error);
  }
}

function describe(value) {
  if (typeof value === 'function') return 'a function'; // Its text would be the counting one.
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 200);
  } catch (error) {
    return error.constructor.name;
  }
}
