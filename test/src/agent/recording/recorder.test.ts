/** Tests that each epoch and each session has exactly the hits of its time. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Recorder } from '../../../../src/agent/recording/recorder.js';
import { decodeCounters } from '../../../../src/profile/format/counters-file.js';
import { sumByMeta } from '../../../../src/profile/model/add-counters.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { type Recorded, recordIn } from '../../../support/one-file-recorder.js';
import { randomOf } from '../../../support/profiles.js';

describe('the recorder', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Returns the sum of the counters in all profiles of a directory. */
  function countedIn(path: string, { hash }: Recorded): readonly number[] {
    const { profiles, unreadable } = readProfileDirectory(path);
    assert.deepEqual(unreadable, []);
    return [...(sumByMeta(profiles).get(hash) ?? [])];
  }

  /** Returns the counters of the current epoch. */
  function currentIn(recorder: Recorder): readonly number[] {
    return Array.from(recorder.profile().files[0]?.counters ?? []);
  }

  function profilesIn(path: string): readonly string[] {
    return readdirSync(path).filter((name) => name.startsWith('covcounters.'));
  }

  const sessionIn = (name: string) => join(directory, 'sessions', name);

  /** Makes a profile directory unwritable. @returns a function that makes it writable again */
  function block(path: string): () => void {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    return () => {
      rmSync(path);
      mkdirSync(path);
    };
  }

  it('replaces the file of an epoch, and only if a counter has changed', () => {
    const recorded = recordIn(directory);
    const { recorder, counters } = recorded;
    const inode = () => profilesIn(directory).map((name) => [name, statSync(join(directory, name)).ino]);
    counters[0] = 2;
    assert.equal(recorder.flush(), true);
    const [first = []] = inode();
    assert.equal(recorder.flush(), true);
    assert.deepEqual(inode(), [first]);
    counters[1] = 1;
    assert.equal(recorder.flush(), true);
    const [[name, number] = []] = inode();
    assert.equal(name, first[0]);
    assert.notEqual(number, first[1]);
    assert.deepEqual(countedIn(directory, recorded), [2, 1, 0]);
  });

  it('dumps immediately and returns what it has written', () => {
    const recorded = recordIn(directory);
    const { recorder, counters, header } = recorded;
    counters.set([2, 1, 0]);
    const dump = recorder.dump();
    const counts = { files: 1, counters: 3, hit: 2, total: 3 };
    const [name = ''] = profilesIn(directory);
    const { pid, start } = header;
    assert.deepEqual(dump, { pid, path: join(directory, name), epoch: 1, start, counts });
    assert.deepEqual(recorder.counts(), counts);
    assert.deepEqual(recorder.dump(), dump);
    assert.deepEqual(countedIn(directory, recorded), [2, 1, 0]);
  });

  it('closes the epoch at a reset: its file stays unchanged, and later hits are in the next epoch', () => {
    const recorded = recordIn(directory);
    const { recorder, counters, header } = recorded;
    counters[0] = 2;
    const closed = recorder.reset();
    assert.deepEqual([closed.epoch, closed.start, closed.counts.total], [1, header.start, 2]);
    assert.equal(recorder.epoch().number, 2);
    const bytes = readFileSync(closed.path ?? '');
    counters[0] = 5;
    const next = recorder.dump();
    assert.deepEqual([next.epoch, next.counts.total], [2, 3]);
    assert.ok(next.start > closed.start);
    assert.deepEqual(readFileSync(closed.path ?? ''), bytes);
    assert.deepEqual(countedIn(directory, recorded), [5, 0, 0]);
    assert.deepEqual(currentIn(recorder), [3, 0, 0]);
    assert.equal(recorder.counts().total, 5);
  });

  it('writes no file for an epoch without hits', () => {
    const { recorder } = recordIn(directory);
    assert.deepEqual([recorder.reset().path, recorder.reset().path], [null, null]);
    assert.equal(recorder.epoch().number, 3);
    assert.equal(recorder.flush(), true);
    assert.deepEqual(profilesIn(directory), []);
  });

  it('gives each epoch a unique name, also for fast resets and a wrong clock', () => {
    for (const start of ['2025-01-02T03:04:05.678Z', '2999-01-02T03:04:05.678Z']) {
      const recorded = recordIn(directory, { start });
      const { recorder, counters } = recorded;
      const dumps = Array.from({ length: 200 }, () => {
        counters[0] = (counters[0] ?? 0) + 1;
        return recorder.reset();
      });
      const starts = dumps.map((dump) => dump.start);
      assert.deepEqual(starts, [...new Set(starts)].sort());
      for (const { path } of dumps) {
        const { start, end } = decodeCounters(readFileSync(path ?? ''), basename(path ?? ''));
        assert.ok(end >= start);
      }
    }
    assert.equal(profilesIn(directory).length, 400);
  });

  it('records the hits during each session in it, and all hits in the epochs', () => {
    for (let seed = 0; seed < 8; seed++) {
      const seedDirectory = join(directory, String(seed));
      mkdirSync(seedDirectory);
      const recorded = recordIn(seedDirectory);
      const { recorder, counters } = recorded;
      const random = randomOf(seed);
      const open = new Map<string, number>();
      const over = new Map<string, number>();
      const end = (name: string) => {
        const counted = open.get(name) ?? 0;
        assert.equal(recorder.endSession(name)?.counts.total, counted);
        over.set(name, (over.get(name) ?? 0) + counted);
        open.delete(name);
      };
      for (let step = 0; step < 300; step++) {
        const name = `s${random(5)}`;
        const act = random(6);
        if (act === 0) recorder.reset();
        if (act === 1) recorder.flush();
        if (act < 2) continue;
        if (act < 4) {
          const times = random(10);
          counters[0] = (counters[0] ?? 0) + times;
          for (const [one, counted] of open) open.set(one, counted + times);
        } else if (open.has(name)) end(name);
        else {
          recorder.startSession(name);
          open.set(name, 0);
        }
      }
      for (const name of [...open.keys()]) end(name);
      recorder.flush();
      assert.equal(countedIn(seedDirectory, recorded)[0], counters[0], `seed ${seed}`);
      for (const [name, counted] of over)
        assert.equal(
          countedIn(join(seedDirectory, 'sessions', name), recorded)[0],
          counted,
          `seed ${seed}, ${name}`,
        );
      assert.ok(over.size > 2 && profilesIn(seedDirectory).length > 5);
    }
  });

  it('flushes open sessions, each to a directory that is complete by itself', () => {
    const recorded = recordIn(directory);
    const { recorder, counters } = recorded;
    counters[0] = 1;
    recorder.startSession('s');
    assert.equal(recorder.flush(), true);
    counters[0] = 4;
    recorder.flush();
    assert.deepEqual(countedIn(sessionIn('s'), recorded), [3, 0, 0]);
    assert.deepEqual(countedIn(directory, recorded), [4, 0, 0]);
  });

  it('starts a session once, and ends only open sessions', () => {
    const { recorder, counters } = recordIn(directory);
    const session = recorder.startSession('s');
    counters[0] = 2;
    assert.deepEqual(recorder.startSession('s'), session);
    assert.deepEqual(recorder.joinSession('s'), session);
    assert.deepEqual(recorder.sessions(), [session]);
    assert.equal(recorder.endSession('s')?.counts.total, 2);
    assert.equal(recorder.endSession('s'), undefined);
    assert.deepEqual(recorder.sessions(), []);
    assert.throws(() => recorder.startSession(''), { code: 'SESSION_NAME' });
  });

  it('joins a session with all earlier hits, and resets remove none of them', () => {
    const { recorder, counters, header } = recordIn(directory);
    counters[0] = 2;
    recorder.reset();
    assert.deepEqual(recorder.joinSession('s'), { name: 's', start: header.start });
    counters[0] = 5;
    recorder.reset();
    assert.equal(recorder.endSession('s')?.counts.total, 5);
  });

  it('flushes a joined session even if no counter changes any more', () => {
    const recorded = recordIn(directory);
    const { recorder, counters } = recorded;
    counters[0] = 2;
    recorder.flush();
    recorder.joinSession('s');
    recorder.flush();
    assert.deepEqual(countedIn(sessionIn('s'), recorded), [2, 0, 0]);
  });

  it('keeps epochs and sessions that cannot be written, and writes them as soon as possible', () => {
    const recorded = recordIn(directory);
    const { recorder, counters } = recorded;
    const unblock = block(directory);
    recorder.startSession('s');
    counters[0] = 2;
    assert.equal(recorder.reset().path, null);
    counters[0] = 5;
    assert.equal(recorder.reset().path, null);
    assert.equal(recorder.endSession('s')?.path, null);
    counters[0] = 9;
    assert.equal(recorder.flush(), false);
    assert.throws(() => recorder.dump(), { code: 'DIRECTORY_NOT_WRITABLE' });
    assert.equal(recorder.flush(), false);
    assert.deepEqual(currentIn(recorder), [4, 0, 0]);

    unblock();
    assert.equal(recorder.flush(), true);
    assert.deepEqual(countedIn(directory, recorded), [9, 0, 0]);
    assert.equal(profilesIn(directory).length, 2);
    assert.deepEqual(countedIn(sessionIn('s'), recorded), [5, 0, 0]);
    assert.equal(recorded.writer.failure, undefined);
  });

  it('restores the files of all epochs if the directory is removed or replaced, although nothing else was hit', () => {
    const recorded = recordIn(directory);
    const { recorder, counters } = recorded;
    for (const hits of [2, 5]) {
      counters[0] = hits;
      recorder.reset();
    }
    counters[0] = 9;
    recorder.flush();
    assert.equal(profilesIn(directory).length, 3);
    for (const isReplaced of [false, true]) {
      rmSync(directory, { recursive: true });
      if (isReplaced) mkdirSync(directory);
      recorded.metas.keepIn(directory, []);
      assert.equal(recorder.flush(), true);
      assert.deepEqual(countedIn(directory, recorded), [9, 0, 0]);
    }
    // A closed epoch that was moved away is not written again.
    const [first = ''] = [...profilesIn(directory)].sort();
    rmSync(join(directory, first));
    recorder.flush();
    assert.deepEqual(countedIn(directory, recorded), [4, 0, 0]);
  });

  it('writes the epoch and other sessions although one session cannot be written', () => {
    const recorded = recordIn(directory);
    const { recorder, counters, writer } = recorded;
    const unblock = block(sessionIn('ended'));
    writeFileSync(sessionIn('open'), '');
    for (const name of ['ended', 'open', 'other']) recorder.startSession(name);
    counters[0] = 3;
    assert.equal(recorder.endSession('ended')?.path, null);
    counters[0] = 4;
    assert.equal(recorder.flush(), false);
    assert.deepEqual(countedIn(directory, recorded), [4, 0, 0]);
    assert.deepEqual(countedIn(sessionIn('other'), recorded), [4, 0, 0]);
    assert.match(writer.failure ?? '', /^Cannot write \S+sessions\/(ended|open): /);
    unblock();
    rmSync(sessionIn('open'));
    assert.equal(recorder.flush(), true);
    assert.deepEqual(countedIn(sessionIn('ended'), recorded), [3, 0, 0]);
    assert.deepEqual(countedIn(sessionIn('open'), recorded), [4, 0, 0]);
    assert.equal(writer.failure, undefined);
  });
});
