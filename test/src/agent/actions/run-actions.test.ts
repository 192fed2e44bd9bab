/** Tests that an action reaches all processes of the run, and later ones through the journal. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessActions } from '../../../../src/agent/actions/process-actions.js';
import { createRunActions } from '../../../../src/agent/actions/run-actions.js';
import type { PeerRequestOptions, Peers } from '../../../../src/agent/peers/peers.js';
import type { ProcessStatus } from '../../../../src/agent/peers/process-status.js';
import { CovermainError } from '../../../../src/platform/errors.js';
import { MAX_DATA_BYTES } from '../../../../src/platform/regular-files.js';
import { encodeArchive } from '../../../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { Session } from '../../../../src/profile/model/dump.js';
import { sessionDirectoryOf } from '../../../../src/profile/store/session-directories.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { journalOf, readJournal } from '../../../../src/run-log/journal.js';
import { dumpOf, statusOf } from '../../../support/agents.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';

const OWN_PID = 1;
const NOBODY: ReadonlySet<string> = new Set();

describe('the actions of a run', () => {
  let directory: string;
  let journal: string;
  /** Requests of each process, in order. */
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

  /** Actions of this process, with the given open sessions. */
  function ownWith(changes: Partial<ProcessActions> = {}): ProcessActions {
    return {
      profile: () => new Map(),
      collect: () => new Map(),
      collected: () => [],
      collectSession: () => new Map(),
      dump: () => noting('own dump', dumpOf({ pid: OWN_PID })),
      reset: () => noting('own reset', dumpOf({ pid: OWN_PID, epoch: 1 })),
      startSession: (name) => noting(`own start ${name}`, { name, start: '2025-01-02T03:04:05.678Z' }),
      endSession: () => noting('own end', undefined),
      stop: () => noting('own stop', OWN_PID),
      status: () => statusOf({ pid: OWN_PID }),
      ...changes,
    };
  }

  /** Two peers that give the same answer. */
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
    throw new CovermainError('AGENT_FAILED', 'Process 2 of this run failed: disk full');
  });

  function actionsOf(peers: Peers, own = ownWith(), paths = { directory, journal }) {
    const watch = () => assert.fail('nothing is watched');
    const onFailure = (error: unknown) => failures.push(error);
    const { files: _, ...header } = profileOf([], { pid: OWN_PID });
    const uncollected = { read: () => new Map(), collect() {} };
    return createRunActions({
      own,
      header,
      peers,
      watch,
      uncollected,
      run: 'run-1',
      ...paths,
      onFailure,
    });
  }

  /** Returns the events of the journal without their times, after checking the times. */
  function noted(): readonly string[] {
    return readJournal(journal).map((event) => {
      assert.equal(new Date(event.at).toISOString(), event.at);
      return 'name' in event ? `${event.event}: ${event.name}` : event.event;
    });
  }

  const pidsOf = (all: readonly { readonly pid: number }[]) => all.map(({ pid }) => pid);
  const failed = (code: string, message: RegExp | string) => ({ name: 'CovermainError', code, message });

  describe('dump', () => {
    it('returns the dumps of all processes, with its own first', async () => {
      const peers = peersWith(() => ({ dumps: [dumpOf({ pid: 8 })] }));
      assert.deepEqual(pidsOf(await actionsOf(peers).dump('run')), [OWN_PID, 8, 8]);
      assert.deepEqual([...asked].sort(), ['others POST /v1/cover/dump', 'own dump']);
      assert.deepEqual(noted(), []);
    });

    it('sends no request to peers if the scope is its own process', async () => {
      assert.deepEqual(pidsOf(await actionsOf(FAILING).dump('self')), [OWN_PID]);
      assert.deepEqual(asked, ['own dump']);
    });

    it('runs once for all requests that arrive during another dump', async () => {
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

    it('writes its own profile although a peer fails, and names the peer', async () => {
      const { dump } = actionsOf(FAILING);
      await assert.rejects(dump('run'), failed('AGENT_FAILED', 'Process 2 of this run failed: disk full'));
      assert.ok(asked.includes('own dump'));
      await assert.rejects(dump('run'), failed('AGENT_FAILED', 'Process 2 of this run failed: disk full'));
    });

    it('reaches the peers although its own profile cannot be written', async () => {
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

    it('does not reach peers if the scope is its own process', async () => {
      await actionsOf(FAILING).reset('self');
      assert.deepEqual(asked, ['own reset']);
      assert.deepEqual(noted(), []);
    });

    it('resets its own process although a peer fails', async () => {
      await assert.rejects(actionsOf(FAILING).reset('run'), failed('AGENT_FAILED', /disk full/));
      assert.ok(asked.includes('own reset'));
      assert.deepEqual(noted(), ['reset']);
    });

    it('closes an epoch for each request instead of coalescing them', async () => {
      const { reset } = actionsOf(ALONE);
      await Promise.all([reset('run'), reset('run'), reset('run')]);
      assert.equal(asked.filter((one) => one === 'own reset').length, 3);
    });

    it('resets although the journal cannot be written, and reports that', async () => {
      const paths = { directory, journal: join(directory, 'missing', 'journal.jsonl') };
      assert.equal((await actionsOf(ALONE, ownWith(), paths).reset('run')).length, 1);
      assert.equal(failures.length, 1);
      assert.match(String(failures[0]), /Cannot write .*journal\.jsonl: /);
    });
  });

  describe('startSession', () => {
    it('starts in its own process, then in the journal with the same time, then in the peers', async () => {
      const peerSession: Session = { name: 'a & b', start: '2025-01-02T03:04:06.000Z' };
      const peers = peersWith(() => {
        asked.push(`others after ${noted()}`);
        return { sessions: [peerSession] };
      });
      const sessions = await actionsOf(peers).startSession('run', 'a & b');
      const ownSession = { name: 'a & b', start: '2025-01-02T03:04:05.678Z' };
      assert.deepEqual(sessions, [ownSession, peerSession, peerSession]);
      assert.deepEqual(asked, [
        'own start a & b',
        'others POST /v1/cover/session/start?name=a%20%26%20b',
        'others after session started: a & b',
      ]);
      assert.deepEqual(readJournal(journal), [
        { event: 'session started', name: 'a & b', at: ownSession.start },
      ]);
    });

    it('does not reach the journal and the peers if the scope is its own process', async () => {
      assert.equal((await actionsOf(FAILING).startSession('self', 'login')).length, 1);
      assert.deepEqual(asked, ['own start login']);
      assert.deepEqual(noted(), []);
    });

    const open = ownWith({
      status: () => statusOf({ sessions: [{ name: 'login', start: '2025-01-02T03:04:05.678Z' }] }),
    });

    it('refuses a session above the maximum, with what to do, also for requests at the same time', async () => {
      const sessions: Session[] = [];
      const own = ownWith({
        startSession(name) {
          const session = { name, start: '2025-01-02T03:04:05.678Z' };
          sessions.push(session);
          return session;
        },
        status: () => statusOf({ sessions: [...sessions] }),
      });
      const actions = actionsOf(ALONE, own);
      const starts = Array.from({ length: 10 }, (_, index) =>
        actions.startSession('run', `session ${index}`, 3),
      );
      const results = await Promise.allSettled(starts);
      assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 3);
      assert.equal(sessions.length, 3);
      assert.equal(noted().length, 3);
      await assert.rejects(actions.startSession('self', 'x', 3), failed('SESSION_LIMIT', /3 sessions/));
      const refusal = failed(
        'SESSION_LIMIT',
        /^Cannot start session "x": 3 sessions are open.*End one first/,
      );
      await assert.rejects(actions.startSession('run', 'x', 3), refusal);
      await assert.rejects(
        actions.startSession('run', 'session 0', 3),
        failed('SESSION_RUNNING', /already open/),
      );
      await actions.startSession('run', 'without a maximum');
      assert.equal(sessions.length, 4);
    });

    it('refuses a session above the maximum if a peer has as many open', async () => {
      const sessions = ['a', 'b', 'c'].map((name) => ({ name, start: '2025-01-02T03:04:05.678Z' }));
      const peers = peersWith(() => statusOf({ pid: 8, sessions }));
      await assert.rejects(
        actionsOf(peers).startSession('run', 'x', 3),
        failed('SESSION_LIMIT', /3 sessions/),
      );
      assert.deepEqual(asked, ['others GET /v1/cover/status']);
      assert.deepEqual(noted(), []);
    });

    it('refuses a session that is open without asking the peers', async () => {
      await assert.rejects(
        actionsOf(FAILING, open).startSession('run', 'login'),
        failed('SESSION_RUNNING', /"login"/),
      );
      assert.deepEqual([asked, noted()], [[], []]);
    });

    it('keeps an open session unchanged if a peer asks to start it', async () => {
      const sessions = await actionsOf(FAILING, { ...ownWith(), status: open.status }).startSession(
        'self',
        'login',
      );
      assert.equal(sessions[0]?.name, 'login');
    });

    it('writes nothing to the journal if the name is invalid', async () => {
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

    it('keeps the session open if a peer fails', async () => {
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

    it('is in the journal before any process ends the session', async () => {
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

    it('returns the dumps of peers for a session that is not open in its own process', async () => {
      const peers = peersWith(() => ({ dumps: [dumpOf({ pid: 8 })] }));
      assert.deepEqual(pidsOf(await actionsOf(peers).endSession('run', 'login')), [8, 8]);
    });

    it('refuses a session that is open in no process', async () => {
      const peers = peersWith(() => ({ dumps: [] }));
      await assert.rejects(actionsOf(peers).endSession('run', 'login'), failed('SESSION_UNKNOWN', /"login"/));
    });

    it('returns nothing if a peer asks for a session that is not open', async () => {
      assert.deepEqual(await actionsOf(FAILING).endSession('self', 'login'), []);
      assert.deepEqual(noted(), []);
    });

    it('ends the session in its own process although a peer fails', async () => {
      await assert.rejects(
        actionsOf(FAILING, ending()).endSession('run', 'login'),
        failed('AGENT_FAILED', /disk full/),
      );
      assert.ok(asked.includes('own after session ended: login'));
    });
  });

  describe('stop', () => {
    it('asks the peers before it stops its own process', async () => {
      const peers = peersWith(() => ({ pids: [8] }));
      assert.deepEqual(await actionsOf(peers).stop('run'), [OWN_PID, 8, 8]);
      assert.deepEqual(asked, ['others POST /v1/cover/stop', 'own stop']);
      assert.deepEqual(noted(), ['stop requested']);
    });

    it('stops its own process although a peer fails', async () => {
      await assert.rejects(actionsOf(FAILING).stop('run'), failed('AGENT_FAILED', /disk full/));
      assert.deepEqual(asked, ['others POST /v1/cover/stop', 'own stop']);
    });

    it('stops only its own process if that is the scope', async () => {
      assert.deepEqual(await actionsOf(FAILING).stop('self'), [OWN_PID]);
      assert.deepEqual([asked, noted()], [['own stop'], []]);
    });
  });

  it('return the status of all processes, with the own first', async () => {
    const peers = peersWith((): ProcessStatus => statusOf({ pid: 8 }));
    assert.deepEqual(pidsOf(await actionsOf(peers).status('run')), [OWN_PID, 8, 8]);
    assert.deepEqual(pidsOf(await actionsOf(FAILING).status('self')), [OWN_PID]);
    assert.deepEqual(asked, ['others GET /v1/cover/status']);
  });

  describe('profile', () => {
    const [a, b] = ['src/a.ts', 'src/b.ts'].map((path) => encodeMeta(metaOf({ path }))) as [Buffer, Buffer];
    const nameOfMeta = (meta: Buffer) => metaNameOf(hashOf(meta));
    /** A process with the given counters of a file. */
    const counted = (pid: number, count: number, start = '2025-01-02T03:04:05.678Z') =>
      profileOf([countersOf(metaOf({ path: pid === 2 ? 'src/b.ts' : 'src/a.ts' }), [count, 0, 0])], {
        pid,
        start,
        end: start,
      });
    const fileOf = (profile: ReturnType<typeof counted>) =>
      [countersNameOf(profile), encodeCounters(profile)] as const;

    const own = ownWith({ profile: () => new Map([[nameOfMeta(a), a], fileOf(counted(OWN_PID, 5))]) });

    it('contains the answers of running processes and the files of ended ones', async () => {
      const questions: PeerRequestOptions[] = [];
      const peerArchive = encodeArchive(new Map([[nameOfMeta(b), b], fileOf(counted(2, 7))]));
      const peers = peersWith((_, more) => {
        questions.push(more);
        return peerArchive;
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
      assert.deepEqual(questions, [
        { accept: 'application/octet-stream', body: '{"have":[]}', limit: MAX_DATA_BYTES },
      ]);
    });

    it('leaves out the metas that the caller has, from answers and from files', async () => {
      const have = new Set([hashOf(a)]);
      const given: unknown[] = [];
      const peers = peersWith((_, { body }) => {
        given.push(body);
        return encodeArchive(new Map());
      });
      for (const meta of [a, b]) writeMeta(directory, meta);
      for (const flushed of [counted(2, 2), counted(3, 3)]) writeCounters(directory, flushed);
      const ownActions = ownWith({
        profile(known) {
          given.push(known);
          return new Map();
        },
      });
      const files = await actionsOf(peers, ownActions).profile('run', have);
      assert.deepEqual(given, [have, JSON.stringify({ have: [hashOf(a)] })]);
      const names = [nameOfMeta(b), countersNameOf(counted(2, 2)), countersNameOf(counted(3, 3))];
      assert.deepEqual([...files.keys()].sort(), names.sort());
    });

    it('contains only its own process if that is the scope', async () => {
      writeMeta(directory, a);
      writeCounters(directory, counted(3, 3));
      assert.deepEqual(await actionsOf(FAILING, own).profile('self', NOBODY), own.profile(NOBODY));
      assert.deepEqual(asked, []);
    });

    it('of an open session contains the answers of processes in which it is open, and the files of ended ones', async () => {
      const peers = peersWith((_, more) => {
        assert.equal(more.isOptional, true);
        return encodeArchive(new Map([[nameOfMeta(b), b], fileOf(counted(2, 7))]));
      });
      const sessionPath = sessionDirectoryOf(directory, 'a&b');
      mkdirSync(sessionPath, { recursive: true });
      writeMeta(sessionPath, a);
      writeCounters(sessionPath, counted(3, 3));
      writeCounters(directory, counted(4, 4));
      const files = await actionsOf(peers, own).profile('run', NOBODY, 'a&b');
      const expected = [counted(2, 7), counted(3, 3)].map(countersNameOf);
      assert.deepEqual([...files.keys()].sort(), [...[a, b].map(nameOfMeta), ...expected].sort());
      assert.deepEqual(asked, ['others POST /v1/cover/profile?session=a%26b']);
    });

    it('of a session that is open in no process cannot be read', async () => {
      await assert.rejects(actionsOf(ALONE, own).profile('run', NOBODY, 'checkout'), {
        code: 'SESSION_UNKNOWN',
      });
    });

    it('contains no epoch that a reset has closed', async () => {
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

    it('fails if a peer fails or returns no profile', async () => {
      await assert.rejects(actionsOf(FAILING).profile('run', NOBODY), failed('AGENT_FAILED', /disk full/));
      const garbage = peersWith(() => Buffer.from('welcome'));
      await assert.rejects(
        actionsOf(garbage).profile('run', NOBODY),
        failed('PROFILE_CORRUPT', /the profile of another process/),
      );
    });

    it('reports a file that cannot be read and leaves it out', async () => {
      writeCounters(directory, counted(3, 3)); // its meta is missing
      const files = await actionsOf(ALONE, own).profile('run', NOBODY);
      assert.deepEqual([...files.keys()], [nameOfMeta(a), countersNameOf(counted(OWN_PID, 5))]);
      assert.equal(failures.length, 1);
    });
  });
});
