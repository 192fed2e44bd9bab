/** Type guards for parsed JSON. */
import assert from 'node:assert/strict';
import { isJsonObject, isObject } from '../../../src/platform/is-object.js';

describe('isObject', () => {
  for (const value of [{}, { a: 1 }, []])
    it(`accepts ${JSON.stringify(value)}`, () => assert.equal(isObject(value), true));
  for (const value of [null, undefined, 1, 'text', true])
    it(`rejects ${String(value)}`, () => assert.equal(isObject(value), false));
});

describe('isJsonObject', () => {
  it('accepts an object', () => assert.equal(isJsonObject({ a: 1 }), true));
  for (const value of [[], null, 'text'])
    it(`rejects ${JSON.stringify(value)}`, () => assert.equal(isJsonObject(value), false));
});
