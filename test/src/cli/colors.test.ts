/** A stream gets colours if it is a terminal, unless the environment decides otherwise. */
import assert from 'node:assert/strict';
import { colorsFor } from '../../../src/cli/colors.js';

describe('colorsFor', () => {
  const CASES: readonly [description: string, isTTY: boolean, environment: object, hasColors: boolean][] = [
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['a pipe in a CI', false, { CI: 'true' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
    ['a pipe with NO_COLOR and FORCE_COLOR', false, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ];

  for (const [description, isTTY, environment, hasColors] of CASES)
    it(`${hasColors ? 'colours' : 'does not colour'} ${description}`, () =>
      assert.equal(
        colorsFor(isTTY ? { isTTY } : {}, environment as NodeJS.ProcessEnv).red('a') !== 'a',
        hasColors,
      ));
});
