/** node:test skips the unaffected tests by the pattern of `covermain impact --skip-regex`. Needs Node 22, for `--test-skip-pattern`. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { installNode } from '../../scripts/install-node.js';
import { toSkipPattern } from '../../src/impact/test-pattern.js';
import { makeProject, type Project } from '../support/project.js';

const TESTS = `import { describe, it, test } from 'node:test';
describe('cart', () => {
  it('adds', () => console.log('RAN cart adds.'));
  it("pays (it's $1!)", () => console.log('RAN cart pays.'));
});
describe('refund', () => { it('adds', () => console.log('RAN refund adds.')); });
test('adds', () => console.log('RAN adds.'));
test('log in', () => console.log('RAN log in.'));
`;

describe('the pattern of tests to skip', () => {
  let project: Project;

  before(() => {
    project = makeProject({ 'shop.test.mjs': TESTS });
  });

  after(() => project.remove());

  for (const version of ['22', '24'])
    it(`leaves out unaffected tests of node:test in Node ${version}, and no other test`, () => {
      const node = installNode(version);
      const ranWith = (selected: readonly string[], unaffected: readonly string[]) => {
        const tests = selected.map((name) => ({ name, reasons: [] }));
        const pattern = toSkipPattern({ tests, unaffected });
        const args = ['--test', `--test-skip-pattern=${pattern}`, 'shop.test.mjs'];
        const stdout = execFileSync(node, args, { cwd: project.root, encoding: 'utf8', timeout: 60_000 });
        return [...stdout.matchAll(/RAN (.*)\./g)].map(([, name]) => name);
      };
      assert.deepEqual(ranWith(['refund adds'], ["cart pays (it's $1!)", 'cart adds', 'adds', 'log in']), [
        'refund adds',
        'adds', // A test of the suite "refund" has this name, too.
      ]);
      assert.deepEqual(ranWith([], ['log in', 'cart adds']), ['cart pays', 'refund adds', 'adds']);
      assert.equal(ranWith([], []).length, 5);
    });
});
