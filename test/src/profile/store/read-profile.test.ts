/** Reading profile directories, including damaged ones. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });

/** Returns the hash in the path of a file with one meta. */
function hashIn(path: string): string {
  return basename(path).slice('covmeta.'.length);
}

describe('readProfileDirectory', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Writes both metas and a profile of each, and returns the paths of these files. */
  function writeBoth() {
    const [metaA, metaB] = [A, B].map((meta) =>
      join(directory, `covmeta.${writeMeta(directory, encodeMeta(meta))}`),
    );
    const ofA = writeCounters(directory, profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 }));
    const ofB = writeCounters(directory, profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 }));
    return { metaA: String(metaA), metaB: String(metaB), ofA, ofB };
  }

  /** Returns the reasons for unreadable files by name. The readable profiles must be of these processes. */
  function reasonsBut(...pids: readonly number[]): Readonly<Record<string, string>> {
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(
      profiles.map(({ pid }) => pid),
      pids,
    );
    for (const { path } of unreadable) assert.ok(readdirSync(directory).includes(basename(path)), path);
    return Object.fromEntries(unreadable.map(({ path, reason }) => [path, reason]));
  }

  it('returns metas by hash and profiles in the order of their names', () => {
    writeBoth();
    const { metas, profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(metas, new Map([A, B].map((meta) => [hashOf(encodeMeta(meta)), meta])));
    assert.deepEqual(profiles, [
      profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 }),
      profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 }),
    ]);
    assert.deepEqual(unreadable, []);
  });

  it('ignores other files and temporary files', () => {
    mkdirSync(join(directory, 'nyc'));
    writeFileSync(join(directory, 'run.2025-01-02T03-04-05-678Z.7.jsonl'), '\n{}\n');
    writeFileSync(join(directory, 'tmp.covmeta.123'), 'covm');
    writeFileSync(join(directory, 'README.md'), 'covmeta.');
    assert.deepEqual(readProfileDirectory(directory), { metas: new Map(), profiles: [], unreadable: [] });
  });

  it('lists a truncated profile and reads the others', () => {
    const { ofA } = writeBoth();
    writeFileSync(ofA, readFileSync(ofA).subarray(0, -1));
    const reasons = reasonsBut(2);
    assert.deepEqual(Object.keys(reasons), [ofA]);
    assert.match(reasons[ofA] ?? '', /checksum/);
  });

  it('lists a renamed copy of a profile, which would be counted twice', () => {
    const { ofA } = writeBoth();
    writeFileSync(`${ofA} (copy)`, readFileSync(ofA));
    const reasons = reasonsBut(1, 2);
    assert.deepEqual(Object.keys(reasons), [`${ofA} (copy)`]);
  });

  it('lists a changed meta and the profiles that need it', () => {
    const { metaA, ofA } = writeBoth();
    writeFileSync(metaA, Buffer.concat([readFileSync(metaA).subarray(0, -1), Buffer.of(99)]));
    const reasons = reasonsBut(2);
    assert.deepEqual(Object.keys(reasons), [metaA, ofA]);
    assert.match(reasons[metaA] ?? '', /its name is not the hash of its bytes/);
    assert.ok(
      reasons[ofA]?.includes(
        `the meta ${hashIn(metaA)}, which describes its counters, is missing or unreadable`,
      ),
    );
  });

  it('lists a profile whose meta is missing', () => {
    const { metaB, ofB } = writeBoth();
    rmSync(metaB);
    const reasons = reasonsBut(1);
    assert.deepEqual(Object.keys(reasons), [ofB]);
    assert.ok(reasons[ofB]?.includes(`the meta ${hashIn(metaB)}, which describes its counters, is missing`));
  });

  it('lists a profile whose number of counters differs from the probes of its meta', () => {
    writeBoth();
    const path = writeCounters(directory, profileOf([countersOf(A, [1, 2])], { pid: 3 }));
    const reasons = reasonsBut(1, 2);
    assert.deepEqual(Object.keys(reasons), [path]);
    assert.match(reasons[path] ?? '', /2 counters for src\/a\.ts, but the meta \S+ has 3 probes/);
  });

  it('lists a directory with the name of a profile file', () => {
    const path = join(directory, 'covcounters.run.1.now');
    mkdirSync(path);
    const reasons = reasonsBut();
    assert.match(reasons[path] ?? '', /it is a directory/);
  });

  it('throws for a missing directory', () => {
    assert.throws(() => readProfileDirectory(join(directory, 'missing')), { code: 'ENOENT' });
  });
});
