/** What processes that have ended left is read: of their own run, of epochs that no reset has closed, as far as it can be. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEndedProfiles } from '../../../../src/agent/actions/ended-processes.js';
import { countersNameOf, decodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { writeCounters, writeMeta } from '../../../../src/profile/store/write-profile.js';
import { appendJournal, type JournalEvent, journalOf } from '../../../../src/run-log/journal.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const NOTHING: ReadonlySet<string> = new Set();
const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const nameOf = (meta: typeof A) => metaNameOf(hashOf(encodeMeta(meta)));

/** When processes, and resets, were: a second each. */
const at = (second: number) => new Date(1_000 * second).toISOString();

describe('readEnded', () => {
  let directory: string;
  let journal: string;
  let failures: unknown[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    journal = journalOf(directory, 'run-1');
    failures = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function write(pid: number, second: number, metas = [A], run = 'run-1'): CountersProfile {
    const files = metas.map((meta) => countersOf(meta, [pid, 0, 0]));
    const profile = profileOf(files, { run, pid, start: at(second), end: at(second) });
    for (const meta of metas) writeMeta(directory, encodeMeta(meta));
    writeCounters(directory, profile);
    return profile;
  }

  const read = (have = NOTHING) =>
    readEndedProfiles({ run: 'run-1', directory, journal, onFailure: (error) => failures.push(error) }, have);

  /** The names of files. */
  const namesOf = (...files: readonly (CountersProfile | typeof A)[]) =>
    files.map((file) => ('pid' in file ? countersNameOf(file) : nameOf(file))).sort();

  const readNames = (have = NOTHING) => [...read(have).keys()].sort();

  it('gives the counters of each process as they were written, and the metas they count by once', () => {
    const [first, second] = [write(1, 1, [A, B]), write(2, 1, [B])];
    const files = read();
    assert.deepEqual([...files.keys()].sort(), namesOf(A, B, first, second));
    for (const [name, bytes] of files) assert.deepEqual(bytes, readFileSync(join(directory, name)));
    const name = countersNameOf(second);
    assert.equal(decodeCounters(Buffer.from(files.get(name) ?? []), name).pid, 2);
    assert.deepEqual(failures, []);
  });

  it('passes over other runs, whatever they are called, and all that is no profile', () => {
    write(1, 1, [B], 'run-2');
    write(1, 1, [B], 'run-11');
    mkdirSync(join(directory, 'sessions'));
    writeFileSync(join(directory, 'run.jsonl'), '');
    const own = write(1, 1);
    assert.deepEqual(readNames(), namesOf(A, own));
  });

  it('leaves out the metas that are there already', () => {
    const own = write(1, 1, [A, B]);
    assert.deepEqual(readNames(new Set([hashOf(encodeMeta(A))])), namesOf(B, own));
  });

  const RESETS: readonly (readonly [
    what: string,
    resets: readonly JournalEvent[],
    kept: readonly number[],
  ])[] = [
    ['all of a run that was never reset', [], [1, 2, 3, 4]],
    ['what began as the run was reset, or later', [{ event: 'reset', at: at(3) }], [3, 4]],
    [
      'what began since the last of several resets, in whichever order they were noted',
      [at(2), at(4), at(3)].map((one) => ({ event: 'reset', at: one })),
      [4],
    ],
    [
      'what another process counted, where one was reset alone',
      [{ event: 'reset', at: at(4), pid: 2 }],
      [1, 3, 4],
    ],
    [
      'what sessions and requests to stop do not touch',
      [
        { event: 'session started', name: 'login', at: at(2) },
        { event: 'session ended', name: 'login', at: at(3) },
        { event: 'stop requested', at: at(5) },
      ],
      [1, 2, 3, 4],
    ],
  ];
  for (const [what, resets, kept] of RESETS) {
    it(`gives ${what}`, () => {
      // Each began in the second that its pid tells.
      const profiles = [1, 2, 3, 4].map((pid) => write(pid, pid));
      for (const reset of resets) appendJournal(journal, reset);
      assert.deepEqual(readNames(), namesOf(A, ...profiles.filter(({ pid }) => kept.includes(pid))));
    });
  }

  it('gives nothing, and no metas, where all was closed by a reset', () => {
    write(1, 1);
    appendJournal(journal, { event: 'reset', at: at(2) });
    assert.deepEqual(readNames(), []);
  });

  it('leaves out what cannot be read, tells why, and gives the rest', () => {
    const [torn, , whole] = [write(1, 1), write(2, 1, [B]), write(3, 1)];
    truncateSync(join(directory, countersNameOf(torn)), 40);
    rmSync(join(directory, nameOf(B)));
    assert.deepEqual(readNames(), namesOf(A, whole));
    const messages = failures.map(String).sort();
    assert.equal(messages.length, 2);
    assert.ok(messages.some((message) => message.includes(countersNameOf(torn))));
    assert.ok(messages.some((message) => message.includes(nameOf(B))));
  });

  it('gives nothing where there is no directory', () => {
    rmSync(directory, { recursive: true });
    assert.deepEqual(readNames(), []);
    assert.deepEqual(failures, []);
  });
});
