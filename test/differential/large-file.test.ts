/** Tests a file of nine megabytes: its nesting, length and size must not change the maps. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { assertSameMaps } from './support/same-maps.js';

describe('the engines probe and nyc return the same maps for', function () {
  this.timeout(600_000);

  it("TypeScript's compiler in JavaScript", () => {
    const { statements } = assertSameMaps([createRequire(import.meta.url).resolve('typescript-js')]);
    assert.ok(statements > 100_000, `the file has only ${statements} statements`);
  });
});
