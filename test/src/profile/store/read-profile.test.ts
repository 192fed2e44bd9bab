/** A directory gives all that can be read of it; what cannot is named, left where it is, and in no sum. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { writeCounters, writeMeta } from '../../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });

describe('readProfileDirectory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Writes both metas and a profile of each; gives the paths of these files. */
  function writeBoth() {
    const [metaA, metaB] = [A, B].map((meta) =>
      join(directory, `covmeta.${writeMeta(directory, encodeMeta(meta))}`),
    );
    const ofA = writeCounters(directory, profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 }));
    const ofB = writeCounters(directory, profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 }));
    return { metaA: String(metaA), metaB: String(metaB), ofA, ofB };
  }

  /** What is said about the unreadable, by name of file; the readable must be the profiles of these processes. */
  function reasonsBut(...pids: readonly number[]): Readonly<Record<string, string>> {
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(
      profiles.map(({ pid }) => pid),
      pids,
    );
    for (const { path } of unreadable) assert.ok(readdirSync(directory).includes(basename(path)), path);
    return Object.fromEntries(unreadable.map(({ path, reason }) => [path, reason]));
  }

  it('gives metas by hash and profiles by name', () => {
    writeBoth();
    const { metas, profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(metas, new Map([A, B].map((meta) => [hashOf(encodeMeta(meta)), meta])));
    assert.deepEqual(profiles, [
      profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 }),
      profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 }),
    ]);
    assert.deepEqual(unreadable, []);
  });

  it('passes over files that are none of ours, and those that were never finished', () => {
    mkdirSync(join(directory, 'nyc'));
    writeFileSync(join(directory, 'run.2025-01-02T03-04-05-678Z.7.jsonl'), '\n{}\n');
    writeFileSync(join(directory, 'tmp.covmeta.123'), 'covm');
    writeFileSync(join(directory, 'README.md'), 'covmeta.');
    assert.deepEqual(readProfileDirectory(directory), { metas: new Map(), profiles: [], unreadable: [] });
  });

  it('names a profile that is cut short, and reads the others', () => {
    const { ofA } = writeBoth();
    writeFileSync(ofA, readFileSync(ofA).subarray(0, -1));
    const reasons = reasonsBut(2);
    assert.deepEqual(Object.keys(reasons), [ofA]);
    assert.match(reasons[ofA] ?? '', /checksum/);
  });

  it('names a copy of a profile, which would count twice', () => {
    const { ofA } = writeBoth();
    writeFileSync(`${ofA} (copy)`, readFileSync(ofA));
    const reasons = reasonsBut(1, 2);
    assert.deepEqual(Object.keys(reasons), [`${ofA} (copy)`]);
  });

  it('names a meta that was changed, and the profiles that count by it', () => {
    const { metaA, ofA } = writeBoth();
    writeFileSync(metaA, Buffer.concat([readFileSync(metaA).subarray(0, -1), Buffer.of(99)]));
    const reasons = reasonsBut(2);
    assert.deepEqual(Object.keys(reasons), [metaA, ofA]);
    assert.match(reasons[metaA] ?? '', /the hash of its bytes/);
    assert.ok(reasons[ofA]?.includes(`${basename(metaA)}, by which it counts, is missing or cannot be read`));
  });

  it('names a profile whose meta is missing', () => {
    const { metaB, ofB } = writeBoth();
    rmSync(metaB);
    const reasons = reasonsBut(1);
    assert.deepEqual(Object.keys(reasons), [ofB]);
    assert.ok(reasons[ofB]?.includes(`${basename(metaB)}, by which it counts, is missing`));
  });

  it('names a profile with another number of counters than its meta has probes', () => {
    writeBoth();
    const path = writeCounters(directory, profileOf([countersOf(A, [1, 2])], { pid: 3 }));
    const reasons = reasonsBut(1, 2);
    assert.deepEqual(Object.keys(reasons), [path]);
    assert.match(reasons[path] ?? '', /2 counters for src\/a\.ts, and covmeta\.\S+ has 3 probes/);
  });

  it('names a folder that has the name of a file', () => {
    const path = join(directory, 'covcounters.run.1.now');
    mkdirSync(path);
    const reasons = reasonsBut();
    assert.match(reasons[path] ?? '', /EISDIR/);
  });

  it('throws for a directory that is not there', () => {
    assert.throws(() => readProfileDirectory(join(directory, 'missing')), { code: 'ENOENT' });
  });
});
