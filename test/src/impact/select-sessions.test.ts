/** Sessions are selected by the counts of the code that has changed. */
import assert from 'node:assert/strict';
import type { SessionRecord } from '../../../src/collect/session-records.js';
import { changedPartsOf, wholeFile } from '../../../src/impact/changed-parts.js';
import type { FindChangedParts } from '../../../src/impact/find-changed-parts.js';
import type { ImpactReason } from '../../../src/impact/impact-document.js';
import { type RunRecord, selectSessions } from '../../../src/impact/select-sessions.js';
import { createSourceDivider, type SourceRegion } from '../../../src/impact/source-regions.js';
import { createInstrument } from '../../../src/instrument/index.js';
import { decodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import type { Totals } from '../../../src/profile/model/totals.js';

const OPTIONS = { root: '/app', parserPlugins: [], ignoreClassMethods: [] };
const SOURCE = 'start();\nfunction a() { return 1; }\nfunction b() { return () => 2; }\n';
const HASH = 'hash of the meta';
const META = metaOf(SOURCE);
const REGIONS = createSourceDivider(OPTIONS)(SOURCE, '/app/a.js');

function metaOf(source: string): FileMeta {
  const [bytes = Buffer.alloc(0)] = createInstrument('probe', OPTIONS)(source, '/app/a.js').metas;
  return decodeMeta(Buffer.from(bytes), metaNameOf(hashOf(bytes)));
}

function regionOf(name: string): SourceRegion {
  const found = [REGIONS, ...REGIONS.inner, ...REGIONS.inner.flatMap(({ inner }) => inner)].find(
    (region) => (region.name ?? 'module') === name,
  );
  return found ?? assert.fail(name);
}

/** Returns totals in which functions ran, by name; `module` for module-level code. */
function totalsOf(ran: Readonly<Record<string, number>>): Totals {
  const counters = new Float64Array(META.probes);
  const probesOf = (name: string) =>
    name === 'module' ? META.statements[0]?.count : META.functions.find((one) => one.name === name)?.count;
  for (const [name, count] of Object.entries(ran))
    for (const probe of probesOf(name) ?? assert.fail(name)) counters[probe] = count;
  return { metas: new Map([[HASH, META]]), sums: new Map([[HASH, counters]]), lastCounted: new Map() };
}

const NOTHING: Totals = { metas: new Map(), sums: new Map(), lastCounted: new Map() };

/** Returns a session in its own second. */
function sessionOf(name: string, second: number, totals: Totals, isComplete = true): SessionRecord {
  const time = (millisecond: number) => new Date(second * 1000 + millisecond).toISOString();
  const header = { start: time(0), end: time(900) } as SessionRecord['header'];
  return { name, totals, header, isComplete };
}

function runOf(totals: Totals, ...sessions: readonly SessionRecord[]): RunRecord {
  return { totals, sessions, withoutProfile: [], open: [] };
}

function changed(...names: readonly string[]): FindChangedParts {
  const parts = changedPartsOf(META, names.map(regionOf));
  return () => parts;
}

async function select(findParts: FindChangedParts, ...runs: readonly RunRecord[]) {
  const selected = await selectSessions(runs, findParts);
  return Object.fromEntries([...selected].map(([name, reasons]) => [name, reasons.map(codeOf)]));
}

function codeOf(reason: ImpactReason): string {
  return 'path' in reason ? `${reason.code} ${reason.function}` : reason.code;
}

describe('selectSessions', () => {
  const server = runOf(
    totalsOf({ module: 1, a: 3, b: 1 }),
    sessionOf('one', 1, totalsOf({ a: 3 })),
    sessionOf('two', 2, totalsOf({ b: 1 })),
    sessionOf('three', 3, totalsOf({})),
  );

  it('selects the sessions that executed a changed function', async () => {
    assert.deepEqual(await select(changed('a'), server), { one: ['executed a'], two: [], three: [] });
  });

  it('selects no session for a function that never ran', async () => {
    assert.deepEqual(await select(changed('(anonymous_2)'), server), { one: [], two: [], three: [] });
  });

  it('selects all sessions for module-level code that ran before them', async () => {
    assert.deepEqual(await select(changed('module'), server), {
      one: ['loaded null'],
      two: ['loaded null'],
      three: ['loaded null'],
    });
  });

  it('selects all sessions for a function that ran outside of them', async () => {
    const run = { ...server, totals: totalsOf({ module: 1, a: 4, b: 1 }) };
    assert.deepEqual(await select(changed('a'), run), {
      one: ['executed a'],
      two: ['outside-sessions a'],
      three: ['outside-sessions a'],
    });
  });

  it('selects only the sessions whose programs loaded the file', async () => {
    const run = runOf(
      totalsOf({ module: 2 }),
      sessionOf('one', 1, totalsOf({ module: 1 })),
      sessionOf('two', 2, totalsOf({ module: 1 })),
      sessionOf('three', 3, { ...NOTHING, sums: new Map([['another file', new Float64Array(1)]]) }),
    );
    assert.deepEqual(await select(changed('module'), run), {
      one: ['loaded null'],
      two: ['loaded null'],
      three: [],
    });
  });

  it('selects all sessions of a run for a file that only a process before them loaded', async () => {
    const withoutFile = { ...NOTHING, sums: new Map([['another file', new Float64Array(1)]]) };
    const run = runOf(totalsOf({ module: 1 }), sessionOf('one', 1, withoutFile));
    assert.deepEqual(await select(changed('module'), run), { one: ['outside-sessions null'] });
  });

  it('selects the sessions that loaded another version', async () => {
    const part = wholeFile(META, 'version');
    const selected = await select(() => [part], server);
    assert.deepEqual(selected, {
      one: ['other-version null'],
      two: ['other-version null'],
      three: ['other-version null'],
    });
  });

  it('selects a session of several runs if one of them executed the changed function', async () => {
    const other = runOf(totalsOf({ b: 1 }), sessionOf('one', 1, totalsOf({ b: 1 })));
    assert.deepEqual(await select(changed('a'), other, server), { one: ['executed a'], two: [], three: [] });
  });

  it('selects sessions without a record or with an incomplete one', async () => {
    const run: RunRecord = {
      ...runOf(NOTHING, sessionOf('empty', 1, NOTHING), sessionOf('damaged', 2, totalsOf({}), false)),
      withoutProfile: ['missing'],
      open: ['killed'],
    };
    assert.deepEqual(await select(() => [], run), {
      empty: ['no-record'],
      damaged: ['incomplete-record'],
      missing: ['no-record'],
      killed: ['incomplete-record'],
    });
  });
});

describe('changedPartsOf', () => {
  it('uses the items on the lines of a function that the meta does not have', () => {
    const moved = { ...META, functions: [] };
    const [part, ...more] = changedPartsOf(moved, [regionOf('a')]);
    assert.deepEqual([part?.kind, part?.items.map(({ range }) => range[0]), more], ['function', [2], []]);
  });

  it('uses the whole file if nothing on those lines is counted, or if compiled code is not traced', () => {
    const kindsOf = (meta: FileMeta) => changedPartsOf(meta, [regionOf('a')]).map(({ kind }) => kind);
    assert.deepEqual(kindsOf({ ...META, functions: [], statements: [] }), ['file']);
    assert.deepEqual(kindsOf({ ...META, untraced: ['a (line 2)'] }), ['file']);
  });
});
