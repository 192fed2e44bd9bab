import assert from 'node:assert/strict';
import { exceedsSum } from '../../../src/platform/refuse-deep-nesting.js';
import { stackNeedOf } from '../../../src/platform/stack-need.js';
import { randomOf } from '../../support/profiles.js';

const TOKENS = [
  ...'()[]{}<>=?:;,.+-/!~&|*%^#@\\"\'` \n',
  ...['=>', '===', '<=', '&&', '++', '?.', '`${', '}`', '//', '/*', '*/', '/a(/g', 'é'],
  ...[
    'a',
    'ab',
    'else',
    'else if',
    'if',
    'await',
    'in',
    'of',
    'as',
    'new',
    'return',
    'instanceof',
    '$d1',
    '12',
  ],
];

describe('the sum of the needs of all tokens', () => {
  it('is never less than the stack need, for random tokens', () => {
    const random = randomOf(1);
    let needed = 0;
    for (let round = 0; round < 20_000; round++) {
      const separator = random(2) === 0 ? ' ' : '';
      const source = Array.from({ length: random(30) }, () => TOKENS[random(TOKENS.length)]).join(separator);
      const need = stackNeedOf(source);
      if (need === 0) continue;
      needed += 1;
      assert.ok(exceedsSum(source, need - 1), JSON.stringify(source));
    }
    assert.ok(needed > 10_000, String(needed));
  });

  it('equals the stack need of code that only nests', () => {
    for (const source of ['('.repeat(9), '['.repeat(9)]) {
      assert.equal(exceedsSum(source, stackNeedOf(source)), false, source);
      assert.equal(exceedsSum(source, stackNeedOf(source) - 1), true, source);
    }
  });
});
