/** The sessions of a line are those that executed its statements, with a limit for large programs. */
import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../src/collect/session-records.js';
import { createInstrument } from '../../../src/instrument/index.js';
import { decodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import type { Totals } from '../../../src/profile/model/totals.js';
import {
  collectSessionLines,
  coverageInSession,
  MAXIMUM_SESSIONS,
} from '../../../src/report/session-lines.js';

const instrument = createInstrument('probe', { root: '/app', parserPlugins: [], ignoreClassMethods: [] });

const SOURCE = 'const a = 1;\nfunction b() {\n  return 2;\n}\n';
const LATER = `// a comment\n${SOURCE}`;

function metaOf(source: string): { readonly hash: string; readonly meta: FileMeta } {
  const [bytes = Buffer.alloc(0)] = instrument(source, '/app/a.js').metas;
  return { hash: hashOf(bytes), meta: decodeMeta(Buffer.from(bytes), metaNameOf(hashOf(bytes))) };
}

/** Returns totals in which every probe counted. */
function totalsOf(source: string, count: number): Totals {
  const { hash, meta } = metaOf(source);
  const sums = new Map([[hash, new Float64Array(meta.probes).fill(count)]]);
  return { metas: new Map([[hash, meta]]), sums, lastCounted: new Map([[hash, '2026-01-01T00:00:00.000Z']]) };
}

function sessionOf(name: string, totals: Totals): SessionRecord {
  return { name, totals, header: undefined, isComplete: true };
}

/** Coverage of a report that shows the given version. */
function wholeOf(source: string) {
  const file = { path: '/app/a.js', hash: metaOf(source).meta.sourceHash };
  return { root: '/app', totals: totalsOf(source, 9), map: { [file.path]: file } };
}

describe('collectSessionLines', () => {
  it('lists the sessions of each line with statements, the highest count first', async () => {
    const sessions = [
      sessionOf('one', totalsOf(SOURCE, 1)),
      sessionOf('three', totalsOf(SOURCE, 3)),
      sessionOf('none', totalsOf(SOURCE, 0)),
    ];
    const lines = (await collectSessionLines(sessions, wholeOf(SOURCE))).get('/app/a.js');
    const expected = {
      sessions: [
        { name: 'three', count: 3 },
        { name: 'one', count: 1 },
      ],
      others: 0,
    };
    assert.deepEqual(
      [...(lines ?? [])],
      [
        [1, expected],
        [3, expected],
      ],
    );
  });

  it('uses the lines of the version in the report for functions that are equal in the version of a session', async () => {
    const lines = (await collectSessionLines([sessionOf('old', totalsOf(SOURCE, 1))], wholeOf(LATER))).get(
      '/app/a.js',
    );
    assert.deepEqual([...(lines ?? [])], [[4, { sessions: [{ name: 'old', count: 1 }], others: 0 }]]);
    assert.equal(
      coverageInSession(totalsOf(SOURCE, 1), wholeOf(LATER), wholeOf(LATER).map['/app/a.js'] ?? assert.fail())
        ?.f[0],
      1,
    );
  });

  it('keeps a limited number of sessions, and the number of all others', async () => {
    const sessions = Array.from({ length: 500 }, (_, index) =>
      sessionOf(`s${index}`, totalsOf(SOURCE, index + 1)),
    );
    const line = (await collectSessionLines(sessions, wholeOf(SOURCE))).get('/app/a.js')?.get(3);
    assert.deepEqual([line?.sessions.length, line?.others], [MAXIMUM_SESSIONS, 500 - MAXIMUM_SESSIONS]);
    assert.deepEqual(line?.sessions[0], { name: 's499', count: 500 });
  });

  it('keeps the highest counts of many sessions, whatever their order', async () => {
    const counts = Array.from({ length: 50 }, (_, index) => ((index * 7) % 50) + 1);
    const sessions = counts.map((count) => sessionOf(`s${count}`, totalsOf(SOURCE, count)));
    const line = (await collectSessionLines(sessions, wholeOf(SOURCE))).get('/app/a.js')?.get(1);
    const highest = Array.from({ length: MAXIMUM_SESSIONS }, (_, index) => 50 - index);
    assert.deepEqual(
      line?.sessions,
      highest.map((count) => ({ name: `s${count}`, count })),
    );
    assert.equal(line?.others, 50 - MAXIMUM_SESSIONS);
  });

  it('leaves out files that the report does not have', async () => {
    const found = await collectSessionLines([sessionOf('one', totalsOf(SOURCE, 1))], {
      ...wholeOf(SOURCE),
      map: {},
    });
    assert.equal(found.size, 0);
  });
});
