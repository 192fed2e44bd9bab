/** Adding up inputs file by file, including copies and damaged files. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type CollectOptions, collect } from '../../../src/collect/collect.js';
import { findInput, type Input } from '../../../src/collect/inputs/input.js';
import { placePackages } from '../../../src/collect/packages/place-packages.js';
import { encodeArchive } from '../../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../../src/profile/model/file-meta.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const [HASH_A, HASH_B] = [A, B].map((meta) => hashOf(encodeMeta(meta))) as [string, string];

let home: string;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Returns a profile of one process with counters of one file. */
function process(meta: FileMeta, counters: readonly number[], changes: Partial<CountersProfile> = {}) {
  return profileOf([countersOf(meta, counters)], changes);
}

function writeDirectory(
  name: string,
  metas: readonly FileMeta[],
  profiles: readonly CountersProfile[],
): string {
  const directory = join(home, name);
  mkdirSync(directory, { recursive: true });
  for (const meta of metas) writeMeta(directory, encodeMeta(meta));
  for (const profile of profiles) writeCounters(directory, profile);
  return directory;
}

function writeArchive(
  name: string,
  metas: readonly FileMeta[],
  profiles: readonly CountersProfile[],
): string {
  const encoded = metas.map(encodeMeta);
  const files = new Map<string, Buffer>([
    ...encoded.map((bytes) => [metaNameOf(hashOf(bytes)), bytes] as const),
    ...profiles.map((profile) => [countersNameOf(profile), encodeCounters(profile)] as const),
  ]);
  writeFileSync(join(home, name), encodeArchive(files));
  return join(home, name);
}

async function collected(paths: readonly string[], options: Partial<CollectOptions> = {}) {
  return collectInputs(paths.map(findInput), options);
}

async function collectInputs(inputs: readonly Input[], options: Partial<CollectOptions> = {}) {
  const result = await collect(inputs, { root: home, recordedRoots: [], ...options });
  const [totals] = placePackages([result.sources], { root: home }).totals;
  assert.ok(totals);
  const sums = Object.fromEntries([...totals.sums].map(([hash, sum]) => [hash, [...sum]]));
  return {
    ...result,
    totals,
    sums,
    reasons: result.unreadable.map(({ path, reason }) => [path, reason] as const),
  };
}

describe('the sum of inputs', () => {
  it('includes all profiles in directories and archives', async () => {
    const one = writeDirectory('one', [A], [process(A, [1, 2, 3]), process(A, [10, 0, 0], { pid: 2 })]);
    const two = writeDirectory('two', [A, B], [process(A, [100, 0, 0], { pid: 3 })]);
    const three = writeArchive('three.bin', [B], [process(B, [4, 5, 6], { pid: 4 })]);
    const { sums, unreadable, repeated, totals } = await collected([one, two, three]);
    assert.deepEqual(sums, { [HASH_A]: [111, 2, 3], [HASH_B]: [4, 5, 6] });
    assert.deepEqual([unreadable, repeated], [[], []]);
    assert.deepEqual(
      totals.metas,
      new Map([
        [HASH_A, A],
        [HASH_B, B],
      ]),
    );
  });

  it('includes metas without counters', async () => {
    const { totals, header } = await collected([writeDirectory('one', [A, B], [])]);
    assert.deepEqual([new Set(totals.metas.keys()), totals.sums.size], [new Set([HASH_A, HASH_B]), 0]);
    assert.equal(header, undefined);
  });

  it('includes files without probes', async () => {
    const empty = metaOf({ path: 'src/empty.ts', probes: 0, statements: [], functions: [], branches: [] });
    const { sums, unreadable } = await collected([writeDirectory('one', [empty], [process(empty, [])])]);
    assert.deepEqual([sums, unreadable], [{ [hashOf(encodeMeta(empty))]: [] }, []]);
  });

  it('includes an epoch once, from its latest copy in any input', async () => {
    const end = (second: number) => ({ end: `2025-01-02T03:05:0${second}.000Z` });
    const early = writeDirectory('early', [A], [process(A, [1, 1, 1], end(1))]);
    const late = writeArchive('late.bin', [A], [process(A, [9, 9, 9], end(2))]);
    const file = countersNameOf(process(A, []));
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      const { sums, repeated } = await collected(order);
      assert.deepEqual([sums, repeated], [{ [HASH_A]: [9, 9, 9] }, [join(early, file)]]);
    }
  });

  describe('with sessions', () => {
    const at = (start: number, end: number) => ({
      start: `2025-01-02T03:05:${start}.000Z`,
      end: `2025-01-02T03:05:${end}.000Z`,
    });
    const epochs = [process(A, [5, 1, 0], at(10, 20)), process(A, [3, 0, 1], at(20, 30))];
    const session = process(A, [4, 1, 1], at(15, 25));
    const sessionName = countersNameOf(session);

    it('counts a session once together with its own run, in any order', async () => {
      const run = writeDirectory('run', [A], epochs);
      const own = writeDirectory('run/sessions/login', [A], [session]);
      for (const inputs of [
        [run, own],
        [own, run],
      ]) {
        const { sums, repeated, overlaps, parts } = await collected(inputs);
        assert.deepEqual(sums, { [HASH_A]: [8, 1, 1] });
        assert.deepEqual([repeated, overlaps], [[join(own, sessionName)], []]);
        assert.ok(parts.includes(sessionName));
      }
    });

    it('counts a copy and an archive of a session once', async () => {
      const run = writeDirectory('run', [A], [process(A, [8, 1, 1], at(10, 30))]);
      const copies = [
        writeDirectory('copy', [A], [session]),
        writeArchive('copy.bin', [A], [session]),
        writeDirectory(
          'late',
          [A],
          [process(A, [1, 0, 0], { start: at(28, 30).start, end: at(30, 30).end })],
        ),
      ];
      for (const copy of copies) {
        const { sums, repeated } = await collected([copy, run]);
        assert.deepEqual([sums, repeated.length], [{ [HASH_A]: [8, 1, 1] }, 1], copy);
      }
    });

    it('adds sessions up without their run, and names those that overlap', async () => {
      const login = writeDirectory('run/sessions/login', [A], [session]);
      const other = writeDirectory('run/sessions/other', [A], [process(A, [1, 0, 0], at(25, 28))]);
      const { sums, repeated, overlaps } = await collected([login, other]);
      assert.deepEqual([sums, repeated, overlaps], [{ [HASH_A]: [5, 1, 1] }, [], []]);
      const third = writeDirectory('run/sessions/third', [A], [process(A, [1, 1, 0], at(22, 32))]);
      const overlapping = await collected([login, third]);
      assert.deepEqual(overlapping.sums, { [HASH_A]: [5, 2, 1] });
      assert.equal(overlapping.overlaps.length, 1);
    });

    it('keeps profiles of other processes and other runs', async () => {
      const run = writeDirectory('run', [A], [process(A, [1, 0, 0], at(10, 30))]);
      const others = writeDirectory(
        'others',
        [A],
        [
          process(A, [1, 0, 0], { ...at(15, 25), pid: 99 }),
          process(A, [1, 0, 0], { ...at(15, 25), run: 'r2' }),
        ],
      );
      const { sums, repeated } = await collected([run, others]);
      assert.deepEqual([sums, repeated], [{ [HASH_A]: [3, 0, 0] }, []]);
    });
  });

  it('reads a meta from an intact copy and lists the damaged copies', async () => {
    const one = writeDirectory('one', [A], [process(A, [1, 2, 3])]);
    const two = writeArchive('two.bin', [A], []);
    const broken = join(one, metaNameOf(HASH_A));
    writeFileSync(broken, 'covmeta\n');
    const { sums, reasons } = await collected([one, two]);
    assert.deepEqual(sums, { [HASH_A]: [1, 2, 3] });
    assert.deepEqual(
      reasons.map(([path]) => path),
      [broken],
    );
  });

  it('finds a meta that was written after the directory was listed', async () => {
    const one = writeDirectory('one', [A], [process(A, [1, 2, 3])]);
    const input = findInput(one);
    writeMeta(one, encodeMeta(B));
    writeCounters(one, profileOf([countersOf(A, [2, 2, 3]), countersOf(B, [4, 5, 6])]));
    const { sums, unreadable } = await collectInputs([input]);
    assert.deepEqual([sums, unreadable], [{ [HASH_A]: [2, 2, 3], [HASH_B]: [4, 5, 6] }, []]);
  });

  it('includes large files between small ones', async () => {
    const large = metaOf({ path: 'src/large.js', probes: 300_000 });
    const counters = Array.from({ length: 300_000 }, (_, index) => index);
    const profiles = [
      process(A, [1, 1, 1], { pid: 1 }),
      process(large, counters, { pid: 2 }),
      process(A, [2, 2, 2], { pid: 3 }),
      process(large, counters, { pid: 4 }),
    ];
    const { sums } = await collected([writeDirectory('one', [A, large], profiles)]);
    const doubled = counters.map((count) => 2 * count);
    assert.deepEqual(sums, { [HASH_A]: [3, 3, 3], [hashOf(encodeMeta(large))]: doubled });
  });
});

describe('a damaged file', () => {
  const PROFILE = profileOf([countersOf(A, [1, 200, 3]), countersOf(B, [4, 5, 60_000])], { pid: 2 });

  async function assertAddsNothing(directory: string, name: string, bytes: Buffer, title: string) {
    writeFileSync(join(directory, name), bytes);
    const { sums, reasons, header } = await collected([directory]);
    assert.deepEqual(sums, { [HASH_A]: [7, 7, 7] }, title);
    assert.deepEqual(
      reasons.map(([path]) => path),
      [join(directory, name)],
      title,
    );
    assert.equal(header?.host, 'host', title);
  }

  it('adds nothing for any truncation or changed byte', async () => {
    const directory = writeDirectory('one', [A, B], [process(A, [7, 7, 7], { pid: 1 })]);
    const [name, bytes] = [countersNameOf(PROFILE), encodeCounters(PROFILE)];
    for (let size = 0; size < bytes.length; size++)
      await assertAddsNothing(directory, name, bytes.subarray(0, size), `${size} bytes`);
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Buffer.from(bytes);
      flipped[index] = Number(flipped[index]) ^ 0x10;
      await assertAddsNothing(directory, name, flipped, `byte ${index}`);
    }
  });

  it('adds nothing if the last file in it has another number of counters', async () => {
    const directory = writeDirectory('one', [A, B], [process(A, [7, 7, 7], { pid: 1 })]);
    const profile = profileOf([countersOf(A, [1, 2, 3]), countersOf(B, [1, 2])], { pid: 2, host: 'other' });
    await assertAddsNothing(directory, countersNameOf(profile), encodeCounters(profile), 'two counters');
  });

  it('adds nothing if the meta of the last file in it is missing', async () => {
    const directory = writeDirectory('one', [A], [process(A, [7, 7, 7], { pid: 1 })]);
    await assertAddsNothing(directory, countersNameOf(PROFILE), encodeCounters(PROFILE), 'no meta');
  });

  it('is listed once if it is a meta that several profiles need', async () => {
    const directory = writeDirectory('one', [A], [process(A, [1, 2, 3]), process(A, [1, 2, 3], { pid: 2 })]);
    writeFileSync(join(directory, metaNameOf(HASH_A)), 'covmeta\n');
    const { reasons, sums } = await collected([directory]);
    assert.deepEqual(
      reasons.map(([path]) => basename(path).split('.')[0]),
      ['covmeta', 'covcounters', 'covcounters'],
    );
    assert.deepEqual(sums, {});
  });

  it('is listed by its path in an archive, and a damaged archive as a whole', async () => {
    const one = writeArchive('one.bin', [A], [process(A, [1, 2, 3])]);
    const two = writeArchive('two.bin', [], [PROFILE]);
    const whole = readFileSync(one);
    writeFileSync(join(home, 'three.bin'), whole.subarray(0, -1));
    const { sums, reasons } = await collected([one, two, join(home, 'three.bin')]);
    assert.deepEqual(sums, { [HASH_A]: [1, 2, 3] });
    assert.deepEqual(
      reasons.map(([path]) => path),
      [join(home, 'three.bin'), `${two}:${countersNameOf(PROFILE)}`],
    );
  });

  it('is listed if it was deleted before it is read', async () => {
    const directory = writeDirectory('one', [A], [process(A, [1, 2, 3]), process(A, [4, 4, 4], { pid: 2 })]);
    const input = findInput(directory);
    rmSync(join(directory, countersNameOf(process(A, []))));
    const { sums, reasons } = await collectInputs([input]);
    assert.deepEqual(sums, { [HASH_A]: [4, 4, 4] });
    assert.match(String(reasons[0]?.[1]), /ENOENT/);
  });
});

describe('a long collection', () => {
  /** Enough files for several turns of the event loop. */
  function writeMany(): string {
    const meta = metaOf({ path: 'src/large.js', probes: 100_000 });
    const counters = Array.from({ length: 100_000 }, (_, index) => index % 200);
    const profiles = Array.from({ length: 300 }, (_, pid) => process(meta, counters, { pid }));
    return writeDirectory('many', [meta], profiles);
  }

  it('reports progress as files read of all files', async () => {
    const updates: (readonly [number, number])[] = [];
    await collected([writeMany()], { onProgress: (done, total) => updates.push([done, total]) });
    assert.notEqual(updates.length, 0);
    assert.deepEqual(
      updates,
      updates.toSorted(([one], [other]) => one - other),
    );
    for (const [done, total] of updates)
      assert.ok(done > 0 && done <= 301 && total === 301, `${done} of ${total}`);
  });

  it('rejects with the reason of an aborted signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const updates: number[] = [];
    const onProgress = (done: number) => {
      updates.push(done);
      controller.abort(reason);
    };
    await assert.rejects(collected([writeMany()], { onProgress, signal: controller.signal }), reason);
    assert.equal(updates.length, 1);
  });
});
