/** Tests that every column of instrumented code is traced to its exact position in the source. */
import assert from 'node:assert/strict';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findExactColumns } from '../../../../src/hooks/stack-positions/exact-columns.js';
import { withMapComment } from '../../../../src/hooks/stack-positions/map-comment.js';
import { encodeInsertions } from '../../../../src/instrument/encoded-insertions.js';
import { applyInsertions, type Insertion } from '../../../../src/instrument/probe/edits/insertions.js';
import { findLines } from '../../../../src/instrument/probe/syntax/lines.js';
import { mapIn } from '../../../support/map-comments.js';
import { randomOf } from '../../../support/profiles.js';

const { findEntry } = SourceMap.prototype;
const FILE = fileURLToPath('file:///app/a%20b.js');

function mapOf(source: string, insertions: readonly Insertion[]): SourceMap {
  return new SourceMap(mapIn(codeOf(source, insertions)));
}

function codeOf(source: string, insertions: readonly Insertion[]): string {
  const code = withMapComment(applyInsertions(source, insertions), FILE, {
    insertions: encodeInsertions(insertions, findLines(source).starts),
    readMap: () => assert.fail('the complete map is read'),
    isTraced: false,
    isTranspiled: false,
  });
  return code ?? '';
}

/** Returns the map that the comment contains, with a key that this thread does not know. */
function withoutInsertions(source: string, insertions: readonly Insertion[]): SourceMapPayload {
  const code = codeOf(source, insertions);
  return JSON.parse(JSON.stringify(mapIn(code)).replace(/"[0-9a-f]{32}"/, '"unknown"')) as SourceMapPayload;
}

function entryOf(map: SourceMap, line: number, column: number): SourceMapping {
  const entry = map.findEntry(line, column);
  assert.ok('originalColumn' in entry);
  return entry;
}

describe('positions of instrumented code', () => {
  let stop = () => {};
  before(() => {
    stop = findExactColumns();
  });
  after(() => stop());

  it('are exact in every column, for random sources and insertions', () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = randomOf(seed);
      const pieces = ['a', '\n', '\r\n', '\u2028', '  ', '🙂', 'word'];
      const source = Array.from({ length: random(60) }, () => pieces[random(pieces.length)]).join('');
      const insertions: Insertion[] = [];
      /** Offset in the source, and in the code, of each character of the source. */
      const offsets: (readonly [source: number, code: number])[] = [];
      let insertedLength = 0;
      for (let offset = 0; offset < source.length; offset++) {
        const isBetween = source[offset] === '\n' && source[offset - 1] === '\r';
        for (let count = isBetween ? 0 : Math.max(0, random(5) - 2); count > 0; count--) {
          const text = 'x'.repeat(1 + random(40));
          insertions.push({ offset, text });
          for (let index = 0; index < text.length; index++) offsets.push([offset, offset + insertedLength++]);
        }
        offsets.push([offset, offset + insertedLength]);
      }
      const map = mapOf(source, insertions);
      const lines = findLines(source);
      const codeLines = findLines(applyInsertions(source, insertions));
      for (const [offset, codeOffset] of offsets) {
        const { line, column } = codeLines.positionOf(codeOffset);
        const expected = lines.positionOf(offset);
        const message = `seed ${seed}: ${JSON.stringify(source)} at ${offset}`;
        assert.deepEqual(
          map.findEntry(line - 1, column),
          {
            generatedLine: line - 1,
            generatedColumn: column,
            originalSource: pathToFileURL(FILE).href,
            originalLine: expected.line - 1,
            originalColumn: expected.column,
            name: undefined,
          },
          message,
        );
      }
    }
  });

  it('are exact in findOrigin', () => {
    const map = mapOf('one two', [{ offset: 4, text: 'inserted' }]);
    assert.deepEqual(map.findOrigin(1, 14), {
      name: undefined,
      fileName: pathToFileURL(FILE).href,
      lineNumber: 1,
      columnNumber: 6,
    });
  });

  it('are exact in the payload of the map, and in a map that contains the insertions', () => {
    const insertions = [
      { offset: 0, text: 'first' },
      { offset: 4, text: 'second' },
    ];
    const { payload } = mapOf('one two\nthree', insertions);
    const encoded = Buffer.from(encodeInsertions(insertions, [0, 8])).toString();
    assert.deepEqual(
      { sources: payload.sources, mappings: payload.mappings },
      { sources: [pathToFileURL(FILE).href], mappings: encoded },
    );
    assert.equal(entryOf(new SourceMap(payload), 0, 17).originalColumn, 6);
  });

  it('are exact in a file that was loaded again with another content', () => {
    const first = mapOf('one two', [{ offset: 4, text: 'inserted' }]);
    const second = mapOf('one two', [{ offset: 4, text: 'longer text' }]);
    assert.equal(entryOf(first, 0, 13).originalColumn, 5);
    assert.equal(entryOf(second, 0, 16).originalColumn, 5);
  });

  it('lead to the start of the line if another thread knows the insertions', () => {
    const payload = withoutInsertions('one\ntwo three', [{ offset: 8, text: 'inserted' }]);
    const { originalLine, originalColumn } = entryOf(new SourceMap(payload), 1, 13);
    assert.deepEqual({ originalLine, originalColumn }, { originalLine: 1, originalColumn: 0 });
  });

  it('do not change lookups in other maps', () => {
    const payload = { version: 3, sources: ['a.js'], names: ['n'], mappings: 'AAAA,IAAIA' };
    const map = new SourceMap(payload as never);
    for (const column of [0, 3, 4, 9])
      assert.deepEqual(map.findEntry(0, column), findEntry.call(map, 0, column));
    assert.deepEqual(map.findEntry(-1, 0), {});
  });
});
