/** One file of nine megabytes: nothing is too deep, too long or too slow for the maps to be the same. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { assertSameMaps } from './support/same-maps.js';

describe('both engines give the same maps of', function () {
  this.timeout(600_000);

  it("TypeScript's compiler in JavaScript", () => {
    const { statements } = assertSameMaps([createRequire(import.meta.url).resolve('typescript-js')]);
    assert.ok(statements > 100_000, `there are ${statements} statements`);
  });
});
