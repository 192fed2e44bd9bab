/** A process without an agent writes its profile at its end, to the profile directory and to the sessions it started in. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { type MetaStore, openMetaStore } from '../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { encodeSessionName, sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import { appendJournal, type JournalEvent, journalOf } from '../../../src/run-log/journal.js';
import { writeWithoutAgent } from '../../../src/runtime/write-without-agent.js';
import { countersOf, metaOf, profileOf } from '../../support/profiles.js';

const at = (second: number) => new Date(1_000 * second).toISOString();

const PROFILE = profileOf([countersOf(metaOf(), [5, 0, 5])], { start: at(5), end: at(6) });

describe('writeWithoutAgent', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function appendEvents(...events: readonly JournalEvent[]): void {
    for (const event of events) appendJournal(journalOf(directory, 'run-1'), event);
  }

  /** Returns the store of a process that has loaded the file. */
  function loadedMetas(): MetaStore {
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    return metas;
  }

  const started = (name: string, second: number): JournalEvent => ({
    event: 'session started',
    name,
    at: at(second),
  });
  const ended = (name: string, second: number): JournalEvent => ({
    event: 'session ended',
    name,
    at: at(second),
  });

  /** Returns the counters of all profiles in a directory. */
  function countersIn(profileDirectory: string): readonly (readonly number[])[] {
    const { profiles, unreadable } = readProfileDirectory(profileDirectory);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).map(({ counters }) => Array.from(counters));
  }

  function sessionNames(): readonly string[] {
    const sessionsDirectory = join(directory, 'sessions');
    return existsSync(sessionsDirectory) ? readdirSync(sessionsDirectory).sort() : [];
  }

  it('writes the profile and its meta', () => {
    writeWithoutAgent(directory, PROFILE, loadedMetas());
    assert.deepEqual(countersIn(directory), [[5, 0, 5]]);
    assert.deepEqual(sessionNames(), []);
  });

  it('writes the profile and its meta also to an open session', () => {
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    appendEvents(started('login', 1));
    writeWithoutAgent(directory, PROFILE, metas);
    assert.deepEqual(countersIn(directory), [[5, 0, 5]]);
    assert.deepEqual(countersIn(sessionDirectoryOf(directory, 'login')), [[5, 0, 5]]);
  });

  it('adds the whole profile to each session that was open when the process started, and to no other', () => {
    appendEvents(
      ...[started('open', 1), started('Same moment', 5), started('later', 6)],
      ...[started('over', 1), ended('over', 4)],
      ...[started('ended later', 2), ended('ended later', 6)],
      ...[started('again', 1), ended('again', 2), started('again', 4)],
      ...[ended('never started', 9)],
    );
    writeWithoutAgent(directory, PROFILE, loadedMetas());
    const names = ['open', 'Same moment', 'ended later', 'again'];
    assert.deepEqual(sessionNames(), names.map(encodeSessionName).sort());
    for (const name of names) assert.deepEqual(countersIn(sessionDirectoryOf(directory, name)), [[5, 0, 5]]);
    assert.deepEqual(countersIn(directory), [[5, 0, 5]]);
  });

  it('ignores the sessions of other runs', () => {
    appendJournal(journalOf(directory, 'run-2'), started('login', 1));
    writeWithoutAgent(directory, PROFILE, loadedMetas());
    assert.deepEqual(sessionNames(), []);
  });

  it('throws DIRECTORY_NOT_WRITABLE if the directory cannot be written', () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const metas = openMetaStore(file);
    metas.add(encodeMeta(metaOf()));
    assert.throws(() => writeWithoutAgent(file, PROFILE, metas), {
      name: 'CovermainError',
      code: 'DIRECTORY_NOT_WRITABLE',
    });
  });
});
