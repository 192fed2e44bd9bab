/** The counts of sessions have the order of the items that the report shows. */
import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../../src/collect/session-records.js';
import { createInstrument } from '../../../../src/instrument/index.js';
import { toCoverageMap } from '../../../../src/interchange/coverage-map.js';
import { decodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { Totals } from '../../../../src/profile/model/totals.js';
import {
  openSessionCounts,
  type SessionCountsCollector,
} from '../../../../src/report/page/collect-session-counts.js';
import { toFileView } from '../../../../src/report/page/file-view.js';
import { decodeCovered, hasBit, tallyBits } from '../../../../src/view/covered-bits.js';
import { createTally } from '../../../../src/view/tally.js';

const instrument = createInstrument('probe', { root: '/app', parserPlugins: [], ignoreClassMethods: [] });

const SOURCE = 'const a = 1; function b(c) {\n  return c ? 2 : 3;\n}\n';
const LATER = `// a comment\nconst z = 0;\n${SOURCE}`;

/** Returns totals in which the probes have the counts of a function. */
function totalsOf(source: string, countOf: (probe: number) => number): Totals {
  const [bytes = Buffer.alloc(0)] = instrument(source, '/app/a.js').metas;
  const hash = hashOf(bytes);
  const meta = decodeMeta(Buffer.from(bytes), metaNameOf(hash));
  const sums = new Map([[hash, Float64Array.from({ length: meta.probes }, (_, probe) => countOf(probe))]]);
  return { metas: new Map([[hash, meta]]), sums, lastCounted: new Map([[hash, '2026-01-01T00:00:00.000Z']]) };
}

function sessionOf(name: string, totals: Totals): SessionRecord {
  return { name, totals, header: undefined, isComplete: true };
}

describe('the counts of sessions', () => {
  let collector: SessionCountsCollector;

  afterEach(() => collector.close());

  function collect(source: string, sessions: readonly SessionRecord[]) {
    const totals = totalsOf(source, () => 9);
    const { map } = toCoverageMap(totals, '/app');
    collector = openSessionCounts({ root: '/app', totals, map });
    for (const session of sessions) collector.add(session, 1);
    const file = toFileView(map['/app/a.js'] ?? assert.fail());
    const counts = [...collector.ofFile('/app/a.js')].map((found) => {
      const pairs = JSON.parse(found.counts) as number[];
      const all = file.items.statements.map(() => 0);
      for (let at = 0; at < pairs.length; at += 2) all[pairs[at] ?? 0] = pairs[at + 1] ?? 0;
      return Array.from(all, (count) => count ?? 0);
    });
    return { counts, file };
  }

  it('are those of `toFileView` for the version of the report', () => {
    const totals = totalsOf(SOURCE, (probe) => probe % 3);
    const { counts } = collect(SOURCE, [sessionOf('one', totals)]);
    const expected = toFileView(toCoverageMap(totals, '/app').map['/app/a.js'] ?? assert.fail()).counts;
    assert.ok(expected.includes(0) && expected.includes(2));
    assert.deepEqual(
      expected.map((_, index) => counts[0]?.[index] ?? 0),
      expected,
    );
  });

  it('pack what is covered, so that its tally needs no items', () => {
    const totals = totalsOf(SOURCE, (probe) => probe % 2);
    const { counts, file } = collect(SOURCE, [sessionOf('one', totals)]);
    const tally = createTally(file.items);
    const expected = tally((index) => (counts[0]?.[index] ?? 0) > 0);
    const [record] = collector.all();
    const bits = decodeCovered(record?.covered ?? '');
    assert.deepEqual(
      tallyBits(
        tally(() => true),
        (bit) => hasBit(bits, bit),
      ),
      expected,
    );
    assert.deepEqual(collector.sessions[0]?.covered, expected);
    assert.equal(record?.statements, expected[0]);
  });

  it('are carried over from another version of the file', () => {
    const { counts, file } = collect(LATER, [
      sessionOf(
        'old',
        totalsOf(SOURCE, () => 4),
      ),
    ]);
    const line = file.items.statements.findIndex(([start]) => start === 4);
    assert.equal(counts[0]?.[line], 4);
    assert.equal(counts[0]?.[0], 0);
  });

  it('leave out files that the session did not run', () => {
    const { counts } = collect(SOURCE, [
      sessionOf(
        'none',
        totalsOf(SOURCE, () => 0),
      ),
    ]);
    assert.deepEqual([counts, collector.hasFile('/app/a.js')], [[], false]);
    assert.deepEqual(
      collector.sessions.map(({ name, covered }) => [name, covered]),
      [['none', [0, 0, 0, 0]]],
    );
  });

  it('leave out files that the report does not have', () => {
    collector = openSessionCounts({ root: '/app', totals: totalsOf(SOURCE, () => 9), map: {} });
    collector.add(
      sessionOf(
        'one',
        totalsOf(SOURCE, () => 1),
      ),
      1,
    );
    assert.deepEqual([...collector.all()], []);
  });
});
