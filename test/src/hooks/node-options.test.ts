/** Tests that NODE_OPTIONS loads our hooks first and tsx last, each only once. */
import assert from 'node:assert/strict';
import { withPreload, withTsx } from '../../../src/hooks/node-options.js';

const PRELOAD = String.raw`--require /\S+/src/hooks/preload\.cjs`;
const TSX = String.raw`--import file:\S+/tsx/\S+`;
const GIVEN = '--max-old-space-size=512 --import ./instrument.mjs';

describe('NODE_OPTIONS of a measured process', () => {
  it('starts with our hooks, before the given options', () => {
    assert.match(withPreload(GIVEN), new RegExp(`^${PRELOAD} ${GIVEN}$`));
  });

  it('ends with tsx, after the given options', () => {
    assert.match(withTsx(GIVEN), new RegExp(`^${GIVEN} ${TSX}$`));
  });

  for (const given of [undefined, '']) {
    it(`has our hooks and then tsx if the given options are ${JSON.stringify(given)}`, () => {
      assert.match(withPreload(given), new RegExp(`^${PRELOAD}$`));
      assert.match(withTsx(given), new RegExp(`^${TSX}$`));
      assert.match(withTsx(withPreload(given)), new RegExp(`^${PRELOAD} ${TSX}$`));
    });
  }

  it('loads each of them once when they are added twice', () => {
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
    it(`adds no second tsx to ${given}`, () => {
      assert.equal(withTsx(given), given);
      assert.match(withTsx(withPreload(given)), new RegExp(`^${PRELOAD} ${given}$`));
    });
  }

  for (const pnp of [
    '--require /app/.pnp.cjs',
    '-r "/my app/.pnp.cjs"',
    '--max-old-space-size=512 --require=/app/.pnp.cjs',
  ]) {
    it(`has our hooks after ${pnp}, which makes packages loadable`, () => {
      const loader = '--experimental-loader file:///app/.pnp.loader.mjs';
      assert.match(withPreload(`${pnp} ${loader}`), new RegExp(`^${pnp} ${PRELOAD} ${loader}$`));
      assert.match(withPreload(pnp), new RegExp(`^${pnp} ${PRELOAD}$`));
    });
  }

  it('adds tsx if an option only resembles it', () => {
    assert.match(withTsx('--require ./tsxify.cjs'), new RegExp(`${TSX}$`));
    assert.match(withTsx('--import file:///home/me/tsx/dist/src/hooks/preload.js'), new RegExp(` ${TSX}$`));
  });
});
