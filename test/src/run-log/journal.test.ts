/** The journal records the requests of a run for processes that start later: resets, sessions and stops. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CovermainError } from '../../../src/platform/errors.js';
import {
  appendJournal,
  findJournalFailure,
  type JournalEvent,
  journalOf,
  lastResetOf,
  lastStartOf,
  openSessionsOf,
  readJournal,
  sessionsBegunIn,
} from '../../../src/run-log/journal.js';

/** Time of one day, as `Date.toISOString` formats it. */
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

  it('is a file in the profile directory, named by the run', () => {
    assert.equal(journal, join(directory, 'journal.run-1.jsonl'));
  });

  it('returns events in the order in which they were appended', () => {
    const events = [started('a "b"\n終\uD83D', '10:00:00'), reset('09:00:00'), ended('a', '11:00:00'), STOP];
    for (const event of events) appendJournal(journal, event);
    assert.deepEqual(readJournal(journal), events);
  });

  it('has no events before the first request', () => assert.deepEqual(readJournal(journal), []));

  it('skips a line that was cut short, and no other', () => {
    appendJournal(journal, reset('10:00:00'));
    const { size } = statSync(journal);
    appendJournal(journal, started('a', '11:00:00'));
    truncateSync(journal, size + 9);
    assert.deepEqual(readJournal(journal), [reset('10:00:00')]);
    appendJournal(journal, STOP);
    assert.deepEqual(readJournal(journal), [reset('10:00:00'), STOP]);
  });

  it('names the path, the cause and the remedy if it cannot be written', () => {
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

  it('has no events if it cannot be read', () => {
    mkdirSync(journal);
    assert.deepEqual(readJournal(journal), []);
    assert.equal(findJournalFailure(journal), 'it is not a regular file');
  });

  it('skips lines that are no valid events', () => {
    appendJournal(journal, { event: 'stop requested', at: '2025-01-02T10:00:00.000Z' });
    const damaged = [
      'null',
      '5',
      '"reset"',
      '[]',
      '{}',
      '{"event":null}',
      '{"event":"reset"}',
      '{"event":"reset","at":5}',
      '{"event":"reset","at":"soon"}',
      '{"event":"reset","at":"2025-01-02T10:00:00.000Z","pid":-1}',
      '{"event":"session started","at":"2025-01-02T10:00:00.000Z"}',
      '{"event":"epoch collected","at":"2025-01-02T10:00:00.000Z"}',
      '{"event":"file collected","at":"2025-01-02T10:00:00.000Z","name":"../x","end":"2025-01-02T10:00:00.000Z"}',
      '{"event":"file collected","at":"2025-01-02T10:00:00.000Z","name":"covcounters.a.1.b","end":"soon"}',
      '{"event":"toString"}',
      '{"event":{"toString":1}}',
      '{"event":"reset","at":"9999-12-31T23:59:59.999Z"}',
      '{"event":"reset","at":"2025-02-30T10:00:00.000Z"}',
      '{"event":"reset","at":"2025-01-02T10:00:00Z"}',
      '{"event":"session started","name":"","at":"2025-01-02T10:00:00.000Z"}',
      `{"event":"session started","name":"${'a'.repeat(201)}","at":"2025-01-02T10:00:00.000Z"}`,
      `{"event":"session started","name":"${'é'.repeat(100)}","at":"2025-01-02T10:00:00.000Z"}`,
      '{"__proto__":{"event":"reset","at":"2025-01-02T10:00:00.000Z"}}',
      '\xff\0',
    ];
    appendFileSync(journal, damaged.join('\n'));
    assert.deepEqual(
      readJournal(journal).map(({ event }) => event),
      ['stop requested'],
    );
  });
});

describe('openSessionsOf', () => {
  it('returns sessions that were started and not ended, in the order of their starts', () => {
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

  it('returns no sessions for an empty journal', () => assert.deepEqual(openSessionsOf([]), []));

  it('returns a session that was started again after it had ended', () => {
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

  it('ignores the start of an open session and the end of one that is not open', () => {
    const events = [ended('a', '09:00:00'), started('a', '10:00:00'), started('a', '11:00:00')];
    assert.deepEqual(openSessionsOf(events), [{ name: 'a', start: at('10:00:00') }]);
  });
});

describe('lastResetOf', () => {
  it('returns the latest reset, even if an earlier one was appended after it', () => {
    const events = [reset('10:00:00'), reset('12:00:00'), reset('11:00:00'), STOP];
    assert.equal(lastResetOf(events), at('12:00:00'));
  });

  it('returns the time at which a client had stored the epoch of a process', () => {
    const events: readonly JournalEvent[] = [
      reset('10:00:00'),
      { event: 'epoch collected', at: at('11:00:00'), pid: 7 },
      { event: 'file collected', at: at('12:00:00'), name: 'covcounters.a.7.b', end: at('09:00:00') },
    ];
    assert.equal(lastResetOf(events), at('10:00:00'));
    assert.equal(lastResetOf(events, 7), at('11:00:00'));
    assert.equal(lastResetOf(events, 8), at('10:00:00'));
  });

  it('returns undefined without a reset', () => {
    assert.equal(lastResetOf([started('a', '10:00:00'), STOP]), undefined);
  });
});

describe('lastStartOf', () => {
  const events = [
    started('a', '10:00:00'),
    started('b', '11:00:00'),
    started('a', '12:00:00'),
    ended('a', '13:00:00'),
    started('a', '14:00:00'),
    started('a', '15:00:00'),
  ];

  it('returns the start of the last session with that name, and ignores starts while it was open', () => {
    assert.equal(lastStartOf(events, 'a'), at('14:00:00'));
    assert.equal(lastStartOf(events.slice(0, 4), 'a'), at('10:00:00'));
    assert.equal(lastStartOf(events, 'b'), at('11:00:00'));
  });

  it('returns undefined without a session of that name', () =>
    assert.equal(lastStartOf(events, 'c'), undefined));
});

describe('sessionsBegunIn', () => {
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
    it(`returns ${names.join(' and ') || 'no session'} for a process that started at ${time}`, () => {
      const sessions = sessionsBegunIn(EVENTS, at(time));
      assert.deepEqual(
        sessions.map(({ name, start }) => `${name} ${start.slice(11, 13)}`),
        names,
      );
    });
  }
});
