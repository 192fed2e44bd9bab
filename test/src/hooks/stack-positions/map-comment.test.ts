/** Tests which source map follows instrumented code. */
import assert from 'node:assert/strict';
import { keepInsertions } from '../../../../src/hooks/stack-positions/known-insertions.js';
import { withMapComment } from '../../../../src/hooks/stack-positions/map-comment.js';
import { watchMapReaders } from '../../../../src/hooks/stack-positions/map-readers.js';
import { instrumentWith } from '../../../support/engines.js';
import { mapIn } from '../../../support/map-comments.js';

const SOURCE = 'function f() { return one + two; }\nf();\n';

describe('the comment with the source map', () => {
  const { code, insertions, map } = instrumentWith('probe', SOURCE);
  const mapOf = (isTranspiled = false) =>
    mapIn(
      withMapComment(code, '/app/a.js', { insertions, readMap: map, isTraced: false, isTranspiled }) ?? '',
    );
  const complete = JSON.parse(map() ?? '');

  it('contains the lines only if this thread keeps the insertions', () => {
    const stop = keepInsertions();
    try {
      for (let lines = 0; lines < 7; lines++) {
        const { code: longer, insertions: inserted } = instrumentWith(
          'probe',
          SOURCE + 'f();\n'.repeat(lines),
        );
        const options = { insertions: inserted, readMap: map, isTraced: false, isTranspiled: false };
        const { sources, mappings } = mapIn(withMapComment(longer, '/app/ä b.js', options) ?? '');
        assert.deepEqual(sources, ['file:///app/%C3%A4%20b.js']);
        assert.equal(mappings, `AAAA${';AACA'.repeat(lines + 2)};`);
      }
    } finally {
      stop();
    }
  });

  it('contains the insertions if another thread runs the code', () => {
    const { sources, mappings } = mapOf();
    assert.deepEqual(sources, ['file:///app/a.js']);
    assert.equal(mappings, Buffer.from(insertions ?? []).toString());
  });

  it('contains all tokens if a transpiler may read it, and the name of the file relative to it', () => {
    assert.deepEqual(mapOf(true), { ...complete, sources: ['a.js'] });
  });

  it('contains the URL of a file whose name is not the same in a URL', () => {
    for (const [file, source] of [
      ['ä b.js', 'ä b.js'],
      ['100%.js', 'file:///app/100%25.js'],
    ] as const) {
      const instrumented = instrumentWith('probe', SOURCE, file);
      const options = { ...instrumented, readMap: instrumented.map, isTraced: false, isTranspiled: true };
      assert.deepEqual(mapIn(withMapComment(instrumented.code, `/app/${file}`, options) ?? '').sources, [
        source,
      ]);
    }
  });

  it('contains the complete map if it leads to the original sources of compiled code', () => {
    const options = { insertions, readMap: map, isTraced: true, isTranspiled: false };
    assert.deepEqual(mapIn(withMapComment(code, '/app/a.js', options) ?? ''), complete);
  });

  it('contains the complete map if the insertions are unknown', () => {
    const text = withMapComment(code, '/app/a.js', {
      insertions: undefined,
      readMap: map,
      isTraced: false,
      isTranspiled: false,
    });
    assert.deepEqual(mapIn(text ?? ''), complete);
  });

  it('is missing without a map', () => {
    const options = { insertions: undefined, readMap: () => undefined, isTraced: false, isTranspiled: false };
    assert.equal(withMapComment(SOURCE, '/app/a.js', options), undefined);
  });

  it('contains all tokens after the inspector was opened', () => {
    const stop = watchMapReaders();
    try {
      assert.notDeepEqual(mapOf(), complete);
      // As Node emits it: the inspector itself would debug the other tests.
      process.emit('internalMessage' as 'message', { cmd: 'NODE_DEBUG_ENABLED' }, undefined);
      assert.deepEqual(mapOf(), complete);
    } finally {
      stop();
    }
    assert.notDeepEqual(mapOf(), complete);
  });
});
