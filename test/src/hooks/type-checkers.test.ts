/** Tests which options of ts-node let its type check see the text that the hooks return. */
import assert from 'node:assert/strict';
import { isTypeChecked } from '../../../src/hooks/type-checkers.js';

const TS_NODE = Symbol.for('ts-node.register.instance');
const registered = process as { [TS_NODE]?: { readonly options?: object } };

describe('recognizing a transpiler that checks types', () => {
  afterEach(() => {
    delete registered[TS_NODE];
  });

  it('finds none in a process without ts-node', () => {
    assert.equal(isTypeChecked(), false);
  });

  for (const [options, expected] of [
    [{}, true],
    [undefined, true],
    [{ transpileOnly: false }, true],
    [{ transpileOnly: true }, false],
    [{ swc: true }, false],
    [{ transpileOnly: true, typeCheck: true }, true],
  ] as const) {
    it(`finds ${expected ? 'a' : 'no'} type check in ts-node with ${JSON.stringify(options)}`, () => {
      registered[TS_NODE] = options ? { options } : {};
      assert.equal(isTypeChecked(), expected);
    });
  }
});
