/** Names of anonymous functions are those of Istanbul. */
import assert from 'node:assert/strict';
import { anonymousName, isAnonymousName } from '../../../../src/profile/model/anonymous-name.js';

describe('isAnonymousName', () => {
  for (const index of [0, 7, 1_234]) {
    it(`recognizes the name of the anonymous function ${index}`, () => {
      assert.equal(anonymousName(index), `(anonymous_${index})`);
      assert.equal(isAnonymousName(anonymousName(index)), true);
    });
  }

  for (const name of [
    '',
    'anonymous_1',
    '(anonymous_)',
    '(anonymous_1) ',
    '(anonymous_x)',
    'f (anonymous_1)',
  ])
    it(`rejects ${JSON.stringify(name)}`, () => assert.equal(isAnonymousName(name), false));
});
