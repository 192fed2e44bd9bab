/** Our hooks are registered before all others, tsx behind them, and each only once. */
import assert from 'node:assert/strict';
import { withPreload, withTsx } from '../../../src/hooks/node-options.js';

const PRELOAD = String.raw`--require "/\S+/src/hooks/preload\.cjs"`;
const TSX = String.raw`--import file:\S+/tsx/\S+`;
const GIVEN = '--max-old-space-size=512 --import ./instrument.mjs';

describe('NODE_OPTIONS', () => {
  it('has our hooks in front of what is given', () => {
    assert.match(withPreload(GIVEN), new RegExp(`^${PRELOAD} ${GIVEN}$`));
  });

  it('has tsx behind what is given', () => {
    assert.match(withTsx(GIVEN), new RegExp(`^${GIVEN} ${TSX}$`));
  });

  for (const given of [undefined, '']) {
    it(`has our hooks and then tsx where ${JSON.stringify(given)} is given`, () => {
      assert.match(withPreload(given), new RegExp(`^${PRELOAD}$`));
      assert.match(withTsx(given), new RegExp(`^${TSX}$`));
      assert.match(withTsx(withPreload(given)), new RegExp(`^${PRELOAD} ${TSX}$`));
    });
  }

  it('has each of them once, however often they are asked for', () => {
    const once = withTsx(withPreload(GIVEN));
    assert.match(once, new RegExp(`^${PRELOAD} ${GIVEN} ${TSX}$`));
    assert.equal(withPreload(once), once);
    assert.equal(withTsx(once), once);
  });

  for (const given of [
    '--import tsx',
    '--require tsx/cjs',
    '--import=tsx/esm --no-warnings',
    '-r /app/node_modules/tsx/dist/loader.mjs',
  ]) {
    it(`keeps the project's own tsx of ${given}`, () => {
      assert.equal(withTsx(given), given);
      assert.match(withTsx(withPreload(given)), new RegExp(`^${PRELOAD} ${given}$`));
    });
  }

  it('takes nothing for tsx that only begins like it', () => {
    assert.match(withTsx('--require ./tsxify.cjs'), new RegExp(`${TSX}$`));
    assert.match(withTsx('--import file:///home/me/tsx/dist/src/hooks/preload.js'), new RegExp(` ${TSX}$`));
  });
});
