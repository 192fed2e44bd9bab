/** Tests how versions of Node are compared with the first version of each major line. */
import assert from 'node:assert/strict';
import { isSince } from '../../../src/hooks/register-import-hook.js';

const FIRSTS = ['22.22.3', '24.11.1', '25.1.0', '26.0.0'];

const VERSIONS: readonly [version: string, expected: boolean][] = [
  ['20.20.2', false],
  ['22.22.2', false],
  ['22.22.3', true],
  ['22.100.0', true],
  ['22.3.0', false],
  ['23.11.1', false],
  ['24.9.0', false],
  ['24.11.0', false],
  ['24.11.1', true],
  ['25.0.9', false],
  ['25.1.0', true],
  ['26.0.0', true],
  ['27.0.0', true],
  ['100.0.0', true],
];

describe('isSince with the first versions of 22, 24, 25 and 26', () => {
  for (const [version, expected] of VERSIONS) {
    it(`returns ${expected} for ${version}`, () => assert.equal(isSince(version, FIRSTS), expected));
  }
});
