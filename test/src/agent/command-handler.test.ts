/** Each command of the program gets one reply, and is complete when the reply is sent. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandHandler } from '../../../src/agent/command-handler.js';
import type { Dump } from '../../../src/profile/model/dump.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { sessionDirectoryOf } from '../../../src/profile/store/session-directories.js';
import type { AgentCommand, CommandReply } from '../../../src/runtime/threads/agent-commands.js';
import { type Recorded, recordIn } from '../../support/one-file-recorder.js';
import { onceTriggerFilesChecked } from '../../support/triggers.js';
import { onceRemoved } from '../../support/wait-for-files.js';

const LONG_AGO = new Date(0).toISOString();

describe('createCommandHandler', () => {
  let directory: string;
  let recorded: Recorded;
  let send: (command: AgentCommand, id?: string) => CommandReply | undefined;
  let unwatchAll: () => void;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    recorded = recordIn(directory);
    const handle = createCommandHandler(recorded.recorder, LONG_AGO);
    let sentCount = 0;
    const watched = new Set<string>();
    send = (command, id = `0.${++sentCount}`) => {
      if (command.type === 'watch-file') watched.add(command.path);
      return handle({ type: 'command', id, command });
    };
    unwatchAll = () => {
      for (const path of watched) send({ type: 'unwatch-file', path });
    };
  });

  afterEach(() => {
    unwatchAll();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Sends a command that must not fail, and returns its result. */
  function resultOf<Result>(command: AgentCommand): Result {
    const reply = send(command) ?? assert.fail('there is no reply');
    if (reply.status === 'failed') assert.fail(reply.failure.message);
    return reply.result as Result;
  }

  function codeOf(command: AgentCommand): string | undefined {
    const reply = send(command) ?? assert.fail('there is no reply');
    return reply.status === 'failed' ? reply.failure.code : undefined;
  }

  /** Returns the sum of the first counters of all profiles in a directory. */
  function sumIn(profileDirectory: string): number {
    const { profiles, unreadable } = readProfileDirectory(profileDirectory);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).reduce((sum, { counters }) => sum + Number(counters[0]), 0);
  }

  it('replies to a dump after the profile is written', () => {
    recorded.counters[0] = 3;
    const dump = resultOf<Dump>({ type: 'dump' });
    assert.equal(existsSync(dump.path ?? ''), true);
    assert.deepEqual([dump.epoch, dump.counts.total], [1, 3]);
    assert.equal(sumIn(directory), 3);
  });

  it('replies to a reset after the epoch is written', () => {
    recorded.counters[0] = 3;
    const closed = resultOf<Dump>({ type: 'reset' });
    recorded.counters[0] = 5;
    const dump = resultOf<Dump>({ type: 'dump' });
    assert.notEqual(closed.path, dump.path);
    assert.deepEqual([closed.epoch, closed.counts.total, dump.epoch, dump.counts.total], [1, 3, 2, 2]);
    assert.equal(sumIn(directory), 5);
  });

  it('starts and ends sessions, and refuses to start one twice or to end one that is not open', () => {
    recorded.counters[0] = 1;
    assert.equal(codeOf({ type: 'end-session', name: 'login' }), 'SESSION_UNKNOWN');
    assert.equal(resultOf<{ name: string }>({ type: 'start-session', name: 'login' }).name, 'login');
    assert.equal(codeOf({ type: 'start-session', name: 'login' }), 'SESSION_RUNNING');
    recorded.counters[0] = 5;
    assert.equal(resultOf<Dump>({ type: 'end-session', name: 'login' }).counts.total, 4);
    assert.equal(sumIn(sessionDirectoryOf(directory, 'login')), 4);
    assert.equal(codeOf({ type: 'end-session', name: 'login' }), 'SESSION_UNKNOWN');
    assert.equal(codeOf({ type: 'start-session', name: '' }), 'SESSION_NAME');
  });

  it('replies with the reason if a dump cannot be written', () => {
    recorded.counters[0] = 1;
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file');
    const reply = send({ type: 'dump' });
    assert.ok(reply?.status === 'failed');
    assert.equal(reply.failure.code, 'DIRECTORY_NOT_WRITABLE');
    assert.match(reply.failure.message, /^Cannot write .*/);
  });

  it('replies with AGENT_FAILED to an unexpected error', () => {
    const recorder = {
      ...recorded.recorder,
      dump() {
        throw new TypeError('x is not a function');
      },
    };
    const handle = createCommandHandler(recorder, LONG_AGO);
    assert.deepEqual(handle({ type: 'command', id: '0.1', command: { type: 'dump' } }), {
      type: 'reply',
      id: '0.1',
      status: 'failed',
      failure: { code: 'AGENT_FAILED', message: 'x is not a function' },
    });
  });

  it('runs a repeated request once, and replies once', () => {
    recorded.counters[0] = 1;
    assert.equal(send({ type: 'reset' }, '1.1')?.id, '1.1');
    assert.equal(send({ type: 'reset' }, '1.1'), undefined);
    assert.equal(recorded.recorder.epoch().number, 2);
    assert.equal(send({ type: 'reset' }, '2.1')?.id, '2.1');
    assert.equal(recorded.recorder.epoch().number, 3);
    assert.ok(send({ type: 'start-session', name: '' }, '1.2'));
    assert.equal(send({ type: 'start-session', name: '' }, '1.2'), undefined);
  });

  it('recognizes every repeated request, in any order and after any time', () => {
    const numbers = [...Array(5_000).keys()].map((index) => index + 1);
    const ids = numbers.flatMap((number) => [`1.${number}`, `12.${5_001 - number}`]);
    const command = { type: 'unwatch-file', path: 'x' } as const;
    for (const id of ids) assert.equal(send(command, id)?.id, id);
    for (const id of ids) assert.equal(send(command, id), undefined);
    assert.equal(send(command, '1.5001')?.id, '1.5001');
  });

  describe('watching a trigger file', () => {
    it('dumps each time the file is created, until the file is unwatched', async () => {
      const path = join(directory, 'trigger');
      assert.equal(resultOf({ type: 'watch-file', path }), null);
      for (const counted of [3, 7]) {
        recorded.counters[0] = counted;
        writeFileSync(path, '');
        await onceRemoved(path);
        assert.equal(sumIn(directory), counted);
      }
      assert.equal(resultOf({ type: 'unwatch-file', path }), null);
      writeFileSync(path, '');
      await onceTriggerFilesChecked(directory);
      assert.equal(existsSync(path), true);
    });

    it('dumps once for each created file, even if it is watched twice', async () => {
      const path = join(directory, 'trigger');
      const { recorder } = recorded;
      let dumps = 0;
      const dump = () => {
        dumps += 1;
        return recorder.dump();
      };
      const handle = createCommandHandler({ ...recorder, dump }, LONG_AGO);
      handle({ type: 'command', id: '0.1', command: { type: 'watch-file', path } });
      handle({ type: 'command', id: '0.2', command: { type: 'watch-file', path } });
      writeFileSync(path, '');
      await onceRemoved(path);
      await onceTriggerFilesChecked(directory);
      handle({ type: 'command', id: '0.3', command: { type: 'unwatch-file', path } });
      assert.equal(dumps, 1);
    });

    it('accepts to unwatch a file that it does not watch', () => {
      assert.equal(resultOf({ type: 'unwatch-file', path: join(directory, 'other') }), null);
    });
  });
});
