/** Tests that the readable files of ended processes of the same run are read, unless a reset has closed their epoch. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEndedProfiles } from '../../../../src/agent/actions/ended-processes.js';
import { countersNameOf, decodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { appendJournal, type JournalEvent, journalOf } from '../../../../src/run-log/journal.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';

const NOTHING: ReadonlySet<string> = new Set();
const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const nameOf = (meta: typeof A) => metaNameOf(hashOf(encodeMeta(meta)));

/** Times of processes and resets, one second apart. */
const at = (second: number) => new Date(1_000 * second).toISOString();

describe('reading the profiles of ended processes', () => {
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

  /** Returns the names of files. */
  const namesOf = (...files: readonly (CountersProfile | typeof A)[]) =>
    files.map((file) => ('pid' in file ? countersNameOf(file) : nameOf(file))).sort();

  const readNames = (have = NOTHING) => [...read(have).keys()].sort();

  it('returns the counters files of each process unchanged, and each meta once', () => {
    const [first, second] = [write(1, 1, [A, B]), write(2, 1, [B])];
    const files = read();
    assert.deepEqual([...files.keys()].sort(), namesOf(A, B, first, second));
    for (const [name, bytes] of files) assert.deepEqual(bytes, readFileSync(join(directory, name)));
    const name = countersNameOf(second);
    assert.equal(decodeCounters(Buffer.from(files.get(name) ?? []), name).pid, 2);
    assert.deepEqual(failures, []);
  });

  it('ignores files of other runs and files that are no profiles', () => {
    write(1, 1, [B], 'run-2');
    write(1, 1, [B], 'run-11');
    mkdirSync(join(directory, 'sessions'));
    writeFileSync(join(directory, 'run.jsonl'), '');
    const own = write(1, 1);
    assert.deepEqual(readNames(), namesOf(A, own));
  });

  it('leaves out the metas that the caller already has', () => {
    const own = write(1, 1, [A, B]);
    assert.deepEqual(readNames(new Set([hashOf(encodeMeta(A))])), namesOf(B, own));
  });

  const RESETS: readonly (readonly [
    what: string,
    resets: readonly JournalEvent[],
    kept: readonly number[],
  ])[] = [
    ['all profiles of a run that was never reset', [], [1, 2, 3, 4]],
    ['the profiles that started at the reset of the run or later', [{ event: 'reset', at: at(3) }], [3, 4]],
    [
      'the profiles since the latest of several resets, in whichever order the journal has them',
      [at(2), at(4), at(3)].map((one) => ({ event: 'reset', at: one })),
      [4],
    ],
    [
      'the profiles of other processes if only one process was reset',
      [{ event: 'reset', at: at(4), pid: 2 }],
      [1, 3, 4],
    ],
    [
      'all profiles if the journal has only sessions and stop requests',
      [
        { event: 'session started', name: 'login', at: at(2) },
        { event: 'session ended', name: 'login', at: at(3) },
        { event: 'stop requested', at: at(5) },
      ],
      [1, 2, 3, 4],
    ],
  ];
  for (const [title, resets, kept] of RESETS) {
    it(`returns ${title}`, () => {
      // The pid of each process is the second in which it started.
      const profiles = [1, 2, 3, 4].map((pid) => write(pid, pid));
      for (const reset of resets) appendJournal(journal, reset);
      assert.deepEqual(readNames(), namesOf(A, ...profiles.filter(({ pid }) => kept.includes(pid))));
    });
  }

  it('returns no files and no metas if a reset has closed all epochs', () => {
    write(1, 1);
    appendJournal(journal, { event: 'reset', at: at(2) });
    assert.deepEqual(readNames(), []);
  });

  it('reports unreadable files and returns the others', () => {
    const [torn, , whole] = [write(1, 1), write(2, 1, [B]), write(3, 1)];
    truncateSync(join(directory, countersNameOf(torn)), 40);
    rmSync(join(directory, nameOf(B)));
    assert.deepEqual(readNames(), namesOf(A, whole));
    const messages = failures.map(String).sort();
    assert.equal(messages.length, 2);
    assert.ok(messages.some((message) => message.includes(countersNameOf(torn))));
    assert.ok(messages.some((message) => message.includes(`the meta ${hashOf(encodeMeta(B))}`)));
  });

  it('returns nothing if the directory does not exist', () => {
    rmSync(directory, { recursive: true });
    assert.deepEqual(readNames(), []);
    assert.deepEqual(failures, []);
  });
});
