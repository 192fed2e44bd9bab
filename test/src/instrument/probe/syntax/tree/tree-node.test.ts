/** Tests nodes of scanned trees against the trees that the parser returns. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Node } from 'oxc-parser';
import { childrenOf } from '../../../../../../src/instrument/probe/syntax/child-nodes.js';
import { parse, parseTree } from '../../../../../../src/instrument/probe/syntax/parse.js';
import { isPlain, TreeNode } from '../../../../../../src/instrument/probe/syntax/tree/tree-node.js';

describe('the nodes of a scanned tree', () => {
  it('have the fields of the nodes that the parser returns', () => {
    assertSameTree('const a = 1, b = "x\\"\\n", c = [, null, true, -1.5e300], d = { e() {}, get [f]() {} };');
  });

  it('have the values of literals that JSON does not have', () => {
    assertSameTree('f(123n, /a\\/b/giu, /(?<a>x)|(?<a>y)/, "\\ud800", `\\u{1F600}`, `a$' + '{1}b`)');
  });

  it('have the same offsets and texts in a source with characters of several bytes', () => {
    assertSameTree('const ä = "ñ", 名前 = "\\"漢字Ģ", emoji = "🙂"; // ✓\nf(名前)');
  });

  it('have the same fields after strings that are longer than the window of the scan', () => {
    const long = 'x'.repeat(200_000);
    const escaped = '\\\\\\"'.repeat(30_000);
    assertSameTree(`f("${long}", "${escaped}", '漢${long}'); g(1)`);
  });

  it('have the same fields wherever the window of the scan ends', () => {
    const statements = Array.from(
      { length: 3_000 },
      (_, index) => `a${'b'.repeat(index % 97)}.c[${index}]({});`,
    );
    assertSameTree(statements.join('\n'));
  });

  it('are plain if nothing is counted in them', () => {
    for (const text of ['a', 'a.b[1](c)', 'new A(...b, -c)', '({ a: 1, [b]: c })', '(a = b, await c)'])
      assert.equal(isPlain(expressionOf(text)), true, text);
    for (const text of ['a ? b : c', 'a && b', 'f(() => a)', '[class {}]', '({ a() {} })', '[a = 1] = b'])
      assert.equal(isPlain(expressionOf(text)), false, text);
  });

  it('have the fields of deeply nested code', () => {
    assertSameChildren(Array.from({ length: 5_000 }, () => 'a').join(' + '));
  });

  it('equal those of the parser in TypeScript, JSX and JavaScript of every kind', () => {
    for (const directory of ['src/instrument', 'test/differential/sources', 'test/src/instrument'])
      for (const file of sourcesIn(directory)) assertSameTree(readFileSync(file, 'utf8'), file);
  });

  it('are the same when a visitor reads them in any order', () => {
    const { program } = parseTree('a(b, c)', 'a.js');
    const [statement] = program.body;
    assert.deepEqual(
      childrenOf(statement as Node).map(({ type }) => type),
      ['CallExpression'],
    );
    assert.deepEqual(toPlain(program), toPlain(program));
  });
});

function sourcesIn(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path))
    .map((path) => join(directory, path));
}

function assertSameTree(source: string, file = 'a.js'): void {
  assert.deepEqual(toPlain(parseTree(source, file).program), parse(source, file).program, file);
}

/** Compares without recursion. */
function assertSameChildren(source: string): void {
  const pending: [Node, Node][] = [[parseTree(source, 'a.js').program, parse(source, 'a.js').program]];
  for (let pair = pending.pop(); pair; pair = pending.pop()) {
    const [node, expected] = pair;
    assert.deepEqual([node.type, node.start, node.end], [expected.type, expected.start, expected.end]);
    const expectedChildren = childrenOf(expected);
    const children = childrenOf(node);
    assert.equal(children.length, expectedChildren.length);
    children.forEach((child, index) => {
      pending.push([child, expectedChildren[index] as Node]);
    });
  }
}

/** Returns the objects that the parser would return for a value of a tree. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!(value instanceof TreeNode)) return value;
  const { shape, type } = value;
  const fields = shape.keys.map((key) => [key, toPlain(value[key as keyof TreeNode])]);
  return Object.fromEntries(type === '' ? fields : [['type', type], ...fields]);
}

/** Returns the expression in parentheses, which need no node. */
function expressionOf(text: string): Node {
  const [statement] = parseTree(`(${text});\nexport {};`, '/expression.mjs').program.body;
  return statement?.type === 'ExpressionStatement' ? statement.expression : assert.fail(text);
}
