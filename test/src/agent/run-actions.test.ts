/** Whoever is asked for a run gathers all its processes, and the journal tells those that come later. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessStatus, Session } from '../../../src/agent/agent-actions.js';
import type { PeerRequestOptions, Peers } from '../../../src/agent/peers/peers.js';
import type { ProcessActions } from '../../../src/agent/process-actions.js';
import { createRunActions } from '../../../src/agent/run-actions.js';
import { CovermainError } from '../../../src/platform/errors.js';
import { encodeArchive } from '../../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { writeCounters, writeMeta } from '../../../src/profile/store/write-profile.js';
import { journalOf, readJournal } from '../../../src/run-log/journal.js';
import { dumpOf, statusOf } from '../../support/agents.js';
import { countersOf, metaOf, profileOf } from '../../support/profiles.js';

const OWN_PID = 1;
const NOBODY: ReadonlySet<string> = new Set();

describe('createActions', () => {
  let directory: string;
  let journal: string;
  /** What was asked of whom, in order. */
  let asked: string[];
  let failures: unknown[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    journal = journalOf(directory, 'run-1');
    asked = [];
    failures = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function noting<Value>(what: string, value: Value): Value {
    asked.push(what);
    return value;
  }

  /** An own process that has no session open, unless it is given some. */
  function ownWith(changes: Partial<ProcessActions> = {}): ProcessActions {
    return {
      profile: () => new Map(),
      dump: () => noting('own dump', dumpOf({ pid: OWN_PID })),
      reset: () => noting('own reset', dumpOf({ pid: OWN_PID, epoch: 1 })),
      startSession: (name) => noting(`own start ${name}`, { name, start: '2025-01-02T03:04:05.678Z' }),
      endSession: () => noting('own end', undefined),
      stop: () => noting('own stop', OWN_PID),
      status: () => statusOf({ pid: OWN_PID }),
      ...changes,
    };
  }

  /** Two others, of which each gives the same answer. */
  function peersWith(answer: (path: string, more: PeerRequestOptions) => object | Promise<object>): Peers {
    return {
      others: async () => [],
      pids: () => [2, 3],
      isFirst: async () => true,
      async askAll(method, path, more = {}) {
        asked.push(`others ${method} ${path}`);
        const body = await answer(path, more);
        return [2, 3].map((pid) => ({
          pid,
          body: body instanceof Buffer ? body : Buffer.from(JSON.stringify(body)),
        }));
      },
    };
  }

  const ALONE: Peers = {
    others: async () => [],
    pids: () => [],
    isFirst: async () => true,
    askAll: async (method, path) => {
      asked.push(`others ${method} ${path}`);
      return [];
    },
  };

  const FAILING = peersWith(() => {
    throw new CovermainError('AGENT_FAILED', 'process 2 of this run: disk full');
  });

  function actionsOf(peers: Peers, own = ownWith(), place = { directory, journal }) {
    const watch = () => assert.fail('nothing is watched');
    const onFailure = (error: unknown) => failures.push(error);
    return createRunActions({ own, peers, watch, run: 'run-1', ...place, onFailure });
  }

  /** The events of the journal, without their times, which have to be moments. */
  function noted(): readonly string[] {
    return readJournal(journal).map((event) => {
      assert.equal(new Date(event.at).toISOString(), event.at);
      return 'name' in event ? `${event.event}: ${event.name}` : event.event;
    });
  }

  const pidsOf = (all: readonly { readonly pid: number }[]) => all.map(({ pid }) => pid);
  const failed = (code: string, message: RegExp | string) => ({ name: 'CovermainError', code, message });

  describe('dump', () => {
    it('gives the dumps of all processes, the own in front', async () => {
      const peers = peersWith(() => ({ dumps: [dumpOf({ pid: 8 })] }));
      assert.deepEqual(pidsOf(await actionsOf(peers).dump('run')), [OWN_PID, 8, 8]);
      assert.deepEqual([...asked].sort(), ['others POST /v1/cover/dump', 'own dump']);
      assert.deepEqual(noted(), []);
    });

    it('asks nobody else for the own process alone', async () => {
      assert.deepEqual(pidsOf(await actionsOf(FAILING).dump('self')), [OWN_PID]);
      assert.deepEqual(asked, ['own dump']);
    });

    it('is done once for many who ask while another runs', async () => {
      const asks = new EventEmitter();
      const peers = peersWith(() => {
        const answer = once(asks, 'answer') as Promise<[object]>;
        asks.emit('asked');
        return answer.then(([dumps]) => dumps);
      });
      const { dump } = actionsOf(peers);
      const first = dump('run');
      const others = [dump('run'), dump('run'), dump('run')];
      const next = once(asks, 'asked');
      asks.emit('answer', { dumps: [dumpOf({ pid: 8 })] });
      assert.deepEqual(pidsOf(await first), [OWN_PID, 8, 8]);
      await next;
      asks.emit('answer', { dumps: [dumpOf({ pid: 9 })] });
      for (const dumps of await Promise.all(others)) assert.deepEqual(pidsOf(dumps), [OWN_PID, 9, 9]);
      assert.equal(asked.filter((one) => one === 'own dump').length, 2);
      assert.equal(asked.filter((one) => one.startsWith('others')).length, 2);
    });

    it('is written here though another process fails, and tells which', async () => {
      const { dump } = actionsOf(FAILING);
      await assert.rejects(dump('run'), failed('AGENT_FAILED', 'process 2 of this run: disk full'));
      assert.ok(asked.includes('own dump'));
      await assert.rejects(dump('run'), failed('AGENT_FAILED', 'process 2 of this run: disk full'));
    });

    it('is asked of the others though it cannot be written here', async () => {
      const own = ownWith({
        dump() {
          throw new CovermainError('DIRECTORY_NOT_WRITABLE', 'disk full');
        },
      });
      const { dump } = actionsOf(
        peersWith(() => ({ dumps: [] })),
        own,
      );
      await assert.rejects(dump('run'), failed('DIRECTORY_NOT_WRITABLE', 'disk full'));
      assert.deepEqual(asked, ['others POST /v1/cover/dump']);
      await assert.rejects(dump('self'), failed('DIRECTORY_NOT_WRITABLE', 'disk full'));
    });
  });

  describe('reset', () => {
    it('is in the journal before any process is reset', async () => {
      const own = ownWith({ reset: () => noting(`own after ${noted()}`, dumpOf({ pid: OWN_PID })) });
      const peers = peersWith(() => {
        asked.push(`others after ${noted()}`);
        return { dumps: [dumpOf({ pid: 8 })] };
      });
      assert.deepEqual(pidsOf(await actionsOf(peers, own).reset('run')), [OWN_PID, 8, 8]);
      assert.deepEqual([...asked].sort(), [
        'others POST /v1/cover/reset',
        'others after reset',
        'own after reset',
      ]);
    });

    it('of the own process alone is none of the others', async () => {
      await actionsOf(FAILING).reset('self');
      assert.deepEqual(asked, ['own reset']);
      assert.deepEqual(noted(), []);
    });

    it('happens here though another process fails', async () => {
      await assert.rejects(actionsOf(FAILING).reset('run'), failed('AGENT_FAILED', /disk full/));
      assert.ok(asked.includes('own reset'));
      assert.deepEqual(noted(), ['reset']);
    });

    it('is not coalesced: each closes an epoch', async () => {
      const { reset } = actionsOf(ALONE);
      await Promise.all([reset('run'), reset('run'), reset('run')]);
      assert.equal(asked.filter((one) => one === 'own reset').length, 3);
    });

    it('happens where the journal cannot be written, which is told', async () => {
      const place = { directory, journal: join(directory, 'missing', 'journal.jsonl') };
      assert.equal((await actionsOf(ALONE, ownWith(), place).reset('run')).length, 1);
      assert.equal(failures.length, 1);
      assert.match(String(failures[0]), /Cannot write .*journal\.jsonl: /);
    });
  });

  describe('startSession', () => {
    it('starts here, then in the journal by the same time, then in the others', async () => {
      const theirs: Session = { name: 'a & b', start: '2025-01-02T03:04:06.000Z' };
      const peers = peersWith(() => {
        asked.push(`others after ${noted()}`);
        return { sessions: [theirs] };
      });
      const sessions = await actionsOf(peers).startSession('run', 'a & b');
      const mine = { name: 'a & b', start: '2025-01-02T03:04:05.678Z' };
      assert.deepEqual(sessions, [mine, theirs, theirs]);
      assert.deepEqual(asked, [
        'own start a & b',
        'others POST /v1/cover/session/start?name=a%20%26%20b',
        'others after session started: a & b',
      ]);
      assert.deepEqual(readJournal(journal), [{ event: 'session started', name: 'a & b', at: mine.start }]);
    });

    it('is of the own process alone, and in no journal, where that is asked for', async () => {
      assert.equal((await actionsOf(FAILING).startSession('self', 'login')).length, 1);
      assert.deepEqual(asked, ['own start login']);
      assert.deepEqual(noted(), []);
    });

    const open = ownWith({
      status: () => statusOf({ sessions: [{ name: 'login', start: '2025-01-02T03:04:05.678Z' }] }),
    });

    it('is refused for one that is open, and nobody hears of it', async () => {
      await assert.rejects(
        actionsOf(FAILING, open).startSession('run', 'login'),
        failed('SESSION_RUNNING', /"login"/),
      );
      assert.deepEqual([asked, noted()], [[], []]);
    });

    it('leaves one that is open as it is where another process asks', async () => {
      const sessions = await actionsOf(FAILING, { ...ownWith(), status: open.status }).startSession(
        'self',
        'login',
      );
      assert.equal(sessions[0]?.name, 'login');
    });

    it('is in no journal where the name is refused', async () => {
      const own = ownWith({
        startSession() {
          throw new CovermainError('SESSION_NAME', 'too long');
        },
      });
      await assert.rejects(
        actionsOf(FAILING, own).startSession('run', 'x'),
        failed('SESSION_NAME', 'too long'),
      );
      assert.deepEqual([asked, noted()], [[], []]);
    });

    it('stays started where another process fails', async () => {
      await assert.rejects(
        actionsOf(FAILING).startSession('run', 'login'),
        failed('AGENT_FAILED', /disk full/),
      );
      assert.deepEqual(noted(), ['session started: login']);
    });
  });

  describe('endSession', () => {
    const ending = () =>
      ownWith({ endSession: () => noting(`own after ${noted()}`, dumpOf({ pid: OWN_PID })) });

    it('is in the journal before any process is asked', async () => {
      const peers = peersWith(() => {
        asked.push(`others after ${noted()}`);
        return { dumps: [dumpOf({ pid: 8 })] };
      });
      const dumps = await actionsOf(peers, ending()).endSession('run', 'a/b');
      assert.deepEqual(pidsOf(dumps), [OWN_PID, 8, 8]);
      assert.deepEqual([...asked].sort(), [
        'others POST /v1/cover/session/end?name=a%2Fb',
        'others after session ended: a/b',
        'own after session ended: a/b',
      ]);
    });

    it('gives what others have of a session that this process knows nothing of', async () => {
      const peers = peersWith(() => ({ dumps: [dumpOf({ pid: 8 })] }));
      assert.deepEqual(pidsOf(await actionsOf(peers).endSession('run', 'login')), [8, 8]);
    });

    it('is refused where no process has the session', async () => {
      const peers = peersWith(() => ({ dumps: [] }));
      await assert.rejects(actionsOf(peers).endSession('run', 'login'), failed('SESSION_UNKNOWN', /"login"/));
    });

    it('is nothing where another process asks for one that this one does not have', async () => {
      assert.deepEqual(await actionsOf(FAILING).endSession('self', 'login'), []);
      assert.deepEqual(noted(), []);
    });

    it('is ended here though another process fails', async () => {
      await assert.rejects(
        actionsOf(FAILING, ending()).endSession('run', 'login'),
        failed('AGENT_FAILED', /disk full/),
      );
      assert.ok(asked.includes('own after session ended: login'));
    });
  });

  describe('stop', () => {
    it('asks the others first, since whoever is asked to end answers no more', async () => {
      const peers = peersWith(() => ({ pids: [8] }));
      assert.deepEqual(await actionsOf(peers).stop('run'), [OWN_PID, 8, 8]);
      assert.deepEqual(asked, ['others POST /v1/cover/stop', 'own stop']);
      assert.deepEqual(noted(), ['stop requested']);
    });

    it('ends the own process though another one fails', async () => {
      await assert.rejects(actionsOf(FAILING).stop('run'), failed('AGENT_FAILED', /disk full/));
      assert.deepEqual(asked, ['others POST /v1/cover/stop', 'own stop']);
    });

    it('ends the own process alone where that is asked for', async () => {
      assert.deepEqual(await actionsOf(FAILING).stop('self'), [OWN_PID]);
      assert.deepEqual([asked, noted()], [['own stop'], []]);
    });
  });

  it('gives the status of all processes, the own in front', async () => {
    const peers = peersWith((): ProcessStatus => statusOf({ pid: 8 }));
    assert.deepEqual(pidsOf(await actionsOf(peers).status('run')), [OWN_PID, 8, 8]);
    assert.deepEqual(pidsOf(await actionsOf(FAILING).status('self')), [OWN_PID]);
    assert.deepEqual(asked, ['others GET /v1/cover/status']);
  });

  describe('profile', () => {
    const [a, b] = ['src/a.ts', 'src/b.ts'].map((path) => encodeMeta(metaOf({ path }))) as [Buffer, Buffer];
    const nameOfMeta = (meta: Buffer) => metaNameOf(hashOf(meta));
    /** A process that has counted so much of a file. */
    const counted = (pid: number, count: number, start = '2025-01-02T03:04:05.678Z') =>
      profileOf([countersOf(metaOf({ path: pid === 2 ? 'src/b.ts' : 'src/a.ts' }), [count, 0, 0])], {
        pid,
        start,
        end: start,
      });
    const fileOf = (profile: ReturnType<typeof counted>) =>
      [countersNameOf(profile), encodeCounters(profile)] as const;

    const own = ownWith({ profile: () => new Map([[nameOfMeta(a), a], fileOf(counted(OWN_PID, 5))]) });

    it('holds what each process says, and those that have ended have written', async () => {
      const questions: PeerRequestOptions[] = [];
      const theirs = encodeArchive(new Map([[nameOfMeta(b), b], fileOf(counted(2, 7))]));
      const peers = peersWith((_, more) => {
        questions.push(more);
        return theirs;
      });
      for (const meta of [a, b]) writeMeta(directory, meta);
      for (const flushed of [counted(OWN_PID, 1), counted(2, 2), counted(3, 3)])
        writeCounters(directory, flushed);

      const files = await actionsOf(peers, own).profile('run', NOBODY);
      const expected = new Map<string, Uint8Array>([
        ...[a, b].map((meta) => [nameOfMeta(meta), meta] as const),
        fileOf(counted(OWN_PID, 5)),
        fileOf(counted(2, 7)),
        fileOf(counted(3, 3)),
      ]);
      assert.deepEqual([...files.keys()].sort(), [...expected.keys()].sort());
      for (const [name, bytes] of files) assert.deepEqual(Buffer.from(bytes), expected.get(name), name);
      assert.deepEqual(asked, ['others POST /v1/cover/profile']);
      assert.deepEqual(questions, [{ accept: 'application/octet-stream', body: '{"have":[]}' }]);
    });

    it('passes on which metas are there already, and leaves them out of what was written', async () => {
      const have = new Set([hashOf(a)]);
      const given: unknown[] = [];
      const peers = peersWith((_, { body }) => {
        given.push(body);
        return encodeArchive(new Map());
      });
      for (const meta of [a, b]) writeMeta(directory, meta);
      for (const flushed of [counted(2, 2), counted(3, 3)]) writeCounters(directory, flushed);
      const mine = ownWith({
        profile(known) {
          given.push(known);
          return new Map();
        },
      });
      const files = await actionsOf(peers, mine).profile('run', have);
      assert.deepEqual(given, [have, JSON.stringify({ have: [hashOf(a)] })]);
      const names = [nameOfMeta(b), countersNameOf(counted(2, 2)), countersNameOf(counted(3, 3))];
      assert.deepEqual([...files.keys()].sort(), names.sort());
    });

    it('of the own process alone is what that says', async () => {
      writeMeta(directory, a);
      writeCounters(directory, counted(3, 3));
      assert.deepEqual(await actionsOf(FAILING, own).profile('self', NOBODY), own.profile(NOBODY));
      assert.deepEqual(asked, []);
    });

    it('after a reset has nothing of epochs that it has closed', async () => {
      writeMeta(directory, a);
      writeCounters(directory, counted(3, 3));
      const actions = actionsOf(ALONE);
      await actions.reset('run');
      assert.deepEqual([...(await actions.profile('run', NOBODY)).keys()], []);
      const later = counted(4, 1, new Date(Date.now() + 1_000).toISOString());
      writeCounters(directory, later);
      const names = [...(await actions.profile('run', NOBODY)).keys()];
      assert.deepEqual(names.sort(), [nameOfMeta(a), countersNameOf(later)].sort());
    });

    it('fails where another process fails, or answers with what is no profile', async () => {
      await assert.rejects(actionsOf(FAILING).profile('run', NOBODY), failed('AGENT_FAILED', /disk full/));
      const garbage = peersWith(() => Buffer.from('welcome'));
      await assert.rejects(
        actionsOf(garbage).profile('run', NOBODY),
        failed('PROFILE_CORRUPT', /the profile of another process/),
      );
    });

    it('leaves out a file that cannot be read, and tells why', async () => {
      writeCounters(directory, counted(3, 3)); // its meta is missing
      const files = await actionsOf(ALONE, own).profile('run', NOBODY);
      assert.deepEqual([...files.keys()], [nameOfMeta(a), countersNameOf(counted(OWN_PID, 5))]);
      assert.equal(failures.length, 1);
    });
  });
});
