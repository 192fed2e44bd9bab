/** Removing repeated mappings. */
import assert from 'node:assert/strict';
import { withDistinctMappings } from '../../../src/source-maps/distinct-mappings.js';

describe('withDistinctMappings', () => {
  const mapWith = (mappings: string) => ({ version: 3, sources: ['a.ts'], names: [], mappings });

  it('returns a map without repetitions unchanged', () => {
    const map = mapWith('AAAA,CAAC;AACA');
    assert.equal(withDistinctMappings(map), map);
  });

  it('keeps one of several equal mappings of a line', () => {
    const repeated = mapWith(`${'AAAA,'.repeat(50_000)}CAAC;AACA,AAAA`);
    assert.equal(withDistinctMappings(repeated).mappings, 'AAAA,CAAC;AACA');
  });
});
