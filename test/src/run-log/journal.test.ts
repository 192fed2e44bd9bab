/** The journal tells whoever comes later what a run was asked: its resets, and which sessions were open when. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CovermainError } from '../../../src/platform/errors.js';
import {
  appendJournal,
  type JournalEvent,
  journalOf,
  lastResetOf,
  lastStartOf,
  openSessionsOf,
  readJournal,
  sessionsBegunIn,
} from '../../../src/run-log/journal.js';

/** A moment of a day. */
function at(time: string): string {
  return `2025-01-02T${time}.000Z`;
}

function started(name: string, time: string): JournalEvent {
  return { event: 'session started', name, at: at(time) };
}

function ended(name: string, time: string): JournalEvent {
  return { event: 'session ended', name, at: at(time) };
}

function reset(time: string): JournalEvent {
  return { event: 'reset', at: at(time) };
}

const STOP: JournalEvent = { event: 'stop requested', at: at('18:00:00') };

describe('the journal', () => {
  let directory: string;
  let journal: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    journal = journalOf(directory, 'run-1');
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is a file of the run in the profile directory', () => {
    assert.equal(journal, join(directory, 'journal.run-1.jsonl'));
  });

  it('gives events back in the order in which they were appended', () => {
    const events = [started('a "b"\n終\uD83D', '10:00:00'), reset('09:00:00'), ended('a', '11:00:00'), STOP];
    for (const event of events) appendJournal(journal, event);
    assert.deepEqual(readJournal(journal), events);
  });

  it('is empty where nothing was asked', () => assert.deepEqual(readJournal(journal), []));

  it('leaves out a line that was cut short, and no other', () => {
    appendJournal(journal, reset('10:00:00'));
    const { size } = statSync(journal);
    appendJournal(journal, started('a', '11:00:00'));
    truncateSync(journal, size + 9);
    assert.deepEqual(readJournal(journal), [reset('10:00:00')]);
    appendJournal(journal, STOP);
    assert.deepEqual(readJournal(journal), [reset('10:00:00'), STOP]);
  });

  it('says where it cannot be written', () => {
    const missing = journalOf(join(directory, 'missing'), 'run-1');
    mkdirSync(journal);
    for (const [path, cause] of [
      [missing, 'ENOENT'],
      [journal, 'EISDIR'],
    ] as const)
      assert.throws(
        () => appendJournal(path, STOP),
        (error) => {
          assert.ok(error instanceof CovermainError && error.cause instanceof Error);
          assert.equal(error.code, 'DIRECTORY_NOT_WRITABLE');
          assert.ok(error.message.startsWith(`Cannot write ${path}: ${cause}`), error.message);
          assert.ok(error.message.endsWith('. Set COVER_DIR to a writable directory.'));
          return true;
        },
      );
  });

  it('throws where it is there and cannot be read', () => {
    mkdirSync(journal);
    assert.throws(() => readJournal(journal), { code: 'EISDIR' });
  });
});

describe('the open sessions of a journal', () => {
  it('are those that were started and not ended, by their starts', () => {
    const events = [
      started('c', '10:00:00'),
      started('a', '11:00:00'),
      reset('11:30:00'),
      started('b', '12:00:00'),
      ended('a', '13:00:00'),
      STOP,
    ];
    assert.deepEqual(openSessionsOf(events), [
      { name: 'c', start: at('10:00:00') },
      { name: 'b', start: at('12:00:00') },
    ]);
  });

  it('are none in the beginning', () => assert.deepEqual(openSessionsOf([]), []));

  it('may be of a name that was ended before', () => {
    const events = [
      started('a', '10:00:00'),
      started('b', '10:30:00'),
      ended('a', '11:00:00'),
      started('a', '12:00:00'),
    ];
    assert.deepEqual(openSessionsOf(events), [
      { name: 'b', start: at('10:30:00') },
      { name: 'a', start: at('12:00:00') },
    ]);
  });

  it('start once, and end only if they were started', () => {
    const events = [ended('a', '09:00:00'), started('a', '10:00:00'), started('a', '11:00:00')];
    assert.deepEqual(openSessionsOf(events), [{ name: 'a', start: at('10:00:00') }]);
  });
});

describe('the last reset of a journal', () => {
  it('is the latest, even if another was written behind it', () => {
    const events = [reset('10:00:00'), reset('12:00:00'), reset('11:00:00'), STOP];
    assert.equal(lastResetOf(events), at('12:00:00'));
  });

  it('is none where nothing was reset', () => {
    assert.equal(lastResetOf([started('a', '10:00:00'), STOP]), undefined);
  });
});

describe('the last start of a session', () => {
  const events = [
    started('a', '10:00:00'),
    started('b', '11:00:00'),
    started('a', '12:00:00'),
    ended('a', '13:00:00'),
    started('a', '14:00:00'),
    started('a', '15:00:00'),
  ];

  it('is that of the last one of its name, and not of a start while it was open', () => {
    assert.equal(lastStartOf(events, 'a'), at('14:00:00'));
    assert.equal(lastStartOf(events.slice(0, 4), 'a'), at('10:00:00'));
    assert.equal(lastStartOf(events, 'b'), at('11:00:00'));
  });

  it('is none where there was no such session', () => assert.equal(lastStartOf(events, 'c'), undefined));
});

describe('the sessions during which a process was started', () => {
  const EVENTS = [
    started('a', '10:00:00'),
    started('b', '11:00:00'),
    ended('a', '12:00:00'),
    started('a', '14:00:00'),
    reset('14:30:00'),
  ];
  const CASES: readonly [time: string, names: readonly string[]][] = [
    ['09:59:59', []],
    ['10:00:00', ['a 10']],
    ['11:00:00', ['a 10', 'b 11']],
    ['12:00:00', ['a 10', 'b 11']],
    ['12:00:01', ['b 11']],
    ['15:00:00', ['b 11', 'a 14']],
  ];

  for (const [time, names] of CASES) {
    it(`are ${names.join(' and ') || 'none'} at ${time}`, () => {
      const sessions = sessionsBegunIn(EVENTS, at(time));
      assert.deepEqual(
        sessions.map(({ name, start }) => `${name} ${start.slice(11, 13)}`),
        names,
      );
    });
  }
});
