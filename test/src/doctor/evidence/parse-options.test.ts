/** NODE_OPTIONS is split as Node splits it. */
import assert from 'node:assert/strict';
import { parseOptions } from '../../../../src/doctor/evidence/parse-options.js';

describe('parseOptions', () => {
  it('reads quotes, escapes and values as Node does', () => {
    assert.deepEqual(parseOptions('--require "/a b/\\"c\\".cjs" --import=x=y --flag -r z'), [
      { name: '--require', value: '/a b/"c".cjs' },
      { name: '--import', value: 'x=y' },
      { name: '--flag', value: '' },
      { name: '-r', value: 'z' },
    ]);
  });
});
