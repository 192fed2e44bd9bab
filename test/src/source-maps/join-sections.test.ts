/** Joining the sections of indexed source maps. */
import assert from 'node:assert/strict';
import { decodedMappings, FlattenMap, TraceMap } from '@jridgewell/trace-mapping';
import { joinSections } from '../../../src/source-maps/join-sections.js';
import type { SourceMap } from '../../../src/source-maps/source-map.js';
import { type Random, randomOf } from '../../support/profiles.js';

describe('joinSections', () => {
  it('joins mappings as trace-mapping does', () => {
    const random = randomOf(7);
    for (let times = 0; times < 200; times++) {
      const sections = randomSections(random);
      const input = { version: 3, sections } as unknown as ConstructorParameters<typeof FlattenMap>[0];
      const expected = linesUntilLast(new FlattenMap(input));
      const joined = new TraceMap({ version: 3, sources: [], names: [], mappings: join(sections).mappings });
      assert.deepEqual(linesUntilLast(joined), expected, JSON.stringify(sections));
    }
  });

  it('writes a byte for each line before a section', () => {
    const map = mapOf('AAAA');
    const { mappings } = join([{ offset: { line: 1_000_000, column: 0 }, map }]);
    assert.equal(mappings, `${';'.repeat(1_000_000)}AAAA`);
  });
});

const mapOf = (mappings: string): SourceMap => ({ version: 3, sources: ['/a.ts'], names: ['a'], mappings });

function join(sections: readonly object[]): SourceMap {
  return joinSections({ sections }, (map) => map as unknown as SourceMap);
}

/** Returns sections that are sorted by their start. Some maps are longer than their sections. */
function randomSections(random: Random): readonly object[] {
  const segment = () => (random(2) ? 'CAAC' : 'EAAEA');
  const line = () => Array.from({ length: random(4) }, segment).join(',');
  let offset = { line: 0, column: 0 };
  return Array.from({ length: 1 + random(4) }, () => {
    offset = random(3)
      ? { line: offset.line + 1 + random(4), column: random(9) }
      : { line: offset.line, column: offset.column + random(5) };
    return { offset, map: mapOf(Array.from({ length: 1 + random(5) }, line).join(';')) };
  });
}

function linesUntilLast(map: TraceMap): readonly unknown[] {
  const lines = decodedMappings(map);
  return lines.slice(0, lines.findLastIndex((segments) => segments.length > 0) + 1);
}
