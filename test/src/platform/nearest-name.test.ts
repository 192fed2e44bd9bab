/** A misspelt name finds the one that it means. */
import assert from 'node:assert/strict';
import { nearestName } from '../../../src/platform/nearest-name.js';

describe('nearestName', () => {
  for (const [slip, name] of [
    ['an added letter', 'htmll'],
    ['a removed letter', 'htm'],
    ['a replaced letter', 'hxml'],
    ['two swapped letters', 'htlm'],
    ['two swapped letters at the start', 'thml'],
  ] as const)
    it(`corrects ${slip}`, () => assert.equal(nearestName(name, ['json', 'html', 'text']), 'html'));

  it('prefers the candidate that needs fewer changes', () => {
    assert.equal(nearestName('jsno-summary', ['json-sum', 'json-summary']), 'json-summary');
  });

  for (const name of ['', 'xy', 'thlm', 'elephant'])
    it(`returns nothing for ${JSON.stringify(name)}, which resembles none`, () => {
      assert.equal(nearestName(name, ['json', 'html', 'text']), undefined);
    });
});
