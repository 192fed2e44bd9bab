/** Functions without a name in their source get the names that V8 gives them. */
import assert from 'node:assert/strict';
import { Session } from 'node:inspector/promises';
import { runInThisContext } from 'node:vm';
import { inferNames } from '../../../../src/instrument/probe/inferred-names.js';
import { findLines } from '../../../../src/instrument/probe/syntax/lines.js';

/** Every line contains one function, which starts at `()`, `async`, `function`, or the name of a method. */
const FUNCTIONS: readonly (readonly [before: string, code: string, after: string])[] = [
  ['var find = ', '() => 1', ''],
  ['var old = ', 'function () {}', ''],
  ['var { missing = ', '() => 1', ' } = {}'],
  ['var late; late ??= ', '() => 1', ''],
  ['var chosen = find ? ', '() => 1', ' : 0'],
  ['var either = 0 || ', 'function () {}', ''],
  ['var resolvers = { Query: { users: ', 'async () => 1', ' } }'],
  ['var methods = { ', 'load() {}', ' }'],
  ['var getters = { ', 'get size() { return 1 }', ' }'],
  ["var quoted = { 'by-id': ", '() => 1', ' }'],
  ['resolvers.Query.one = ', '() => 1', ''],
  ["resolvers['two'] = ", 'function () {}', ''],
  ['function Cart() { this.total = ', '() => 1', ' } new Cart()'],
  ['function plain() { this.total = ', '() => 1', ' } plain.call({})'],
  ['Cart.prototype.add = ', 'function () {}', ''],
  ['class Shop { ', 'constructor() {}', ' } new Shop()'],
  ['var Anonymous = class { ', 'constructor() {}', ' }; new Anonymous()'],
  ['class Fields { open = ', '() => 1', ' } new Fields()'],
  ['class Secrets { #key = ', '() => 1', ' } new Secrets()'],
  ['class Deep { constructor() { this.run = ', '() => 1', ' } } new Deep()'],
  ['class Setup { init() { this.go = ', '() => 1', ' } } new Setup().init()'],
  ['[1].map(', '(x) => x', ')'],
  ['(', 'function () {}', ')()'],
];

/** Returns V8's name of the function that starts at each offset. */
async function namesInV8(source: string): Promise<ReadonlyMap<number, string>> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { detailed: true, callCount: true });
    runInThisContext(`(() => {${source}\n})()`, { filename: 'names.js' });
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const functions = result.find(({ url }) => url === 'names.js')?.functions ?? [];
    return new Map(
      functions.map(({ functionName, ranges }) => [
        Number(ranges[0]?.startOffset) - '(() => {'.length,
        functionName,
      ]),
    );
  } finally {
    session.disconnect();
  }
}

describe('inferring the names of functions', () => {
  let v8: ReadonlyMap<number, string>;
  const source = FUNCTIONS.map((parts) => `${parts.join('')};\n`).join('');

  before(async () => {
    v8 = await namesInV8(source);
  });

  for (const [index, [prefix, code, after]] of FUNCTIONS.entries())
    it(`gives the name that V8 gives: ${prefix}${code}${after}`, () => {
      const lines = findLines(source);
      const offset = (lines.starts[index] ?? 0) + prefix.length;
      assert.ok(v8.has(offset), 'V8 has no function there');
      const name = inferNames(source, 'names.js')({ line: index + 1, column: prefix.length });
      assert.equal(name ?? '', v8.get(offset));
    });

  it('names default exports, and values with types', () => {
    const nameAt = (text: string, code: string) =>
      inferNames(text, 'names.ts')({ line: 1, column: text.indexOf(code) });
    assert.equal(nameAt('export default () => 1;', '() =>'), 'default');
    assert.equal(nameAt('export default function () {}', 'function'), 'default');
    assert.equal(nameAt('const one = (() => 1) as F;', '() =>'), 'one');
    assert.equal(nameAt('const two = (<F>(() => 1))!;', '() =>'), 'two');
    assert.equal(nameAt('class A { static of() {} }', 'static'), 'of');
    assert.equal(nameAt('class A { constructor(private b: string) {} }', 'constructor'), 'A');
  });
});
