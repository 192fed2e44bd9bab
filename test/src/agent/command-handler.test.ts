/** Each question of the program has one answer, and what the answer says is true by then. */
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
import { looked } from '../../support/triggers.js';
import { onceRemoved } from '../../support/wait-for-files.js';

const LONG_AGO = new Date(0).toISOString();

describe('createAnswers', () => {
  let directory: string;
  let recorded: Recorded;
  let ask: (command: AgentCommand, id?: string) => CommandReply | undefined;
  let forget: () => void;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    recorded = recordIn(directory);
    const answer = createCommandHandler(recorded.recorder, LONG_AGO);
    let asked = 0;
    const watched = new Set<string>();
    ask = (command, id = `0.${++asked}`) => {
      if (command.type === 'watch-file') watched.add(command.path);
      return answer({ type: 'command', id, command });
    };
    forget = () => {
      for (const path of watched) ask({ type: 'unwatch-file', path });
    };
  });

  afterEach(() => {
    forget();
    rmSync(directory, { recursive: true, force: true });
  });

  /** What a question is answered by, which is not refused. */
  function resultOf<Result>(command: AgentCommand): Result {
    const answer = ask(command) ?? assert.fail('there is no answer');
    if (answer.status === 'failed') assert.fail(answer.failure.message);
    return answer.result as Result;
  }

  function codeOf(command: AgentCommand): string | undefined {
    const answer = ask(command) ?? assert.fail('there is no answer');
    return answer.status === 'failed' ? answer.failure.code : undefined;
  }

  /** The sum of the first counter over all profiles of a directory. */
  function sumIn(where: string): number {
    const { profiles, unreadable } = readProfileDirectory(where);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).reduce((sum, { counters }) => sum + Number(counters[0]), 0);
  }

  it('answers a dump once it is written', () => {
    recorded.counters[0] = 3;
    const dump = resultOf<Dump>({ type: 'dump' });
    assert.equal(existsSync(dump.path ?? ''), true);
    assert.deepEqual([dump.epoch, dump.counts.total], [1, 3]);
    assert.equal(sumIn(directory), 3);
  });

  it('answers a reset once the epoch is written', () => {
    recorded.counters[0] = 3;
    const closed = resultOf<Dump>({ type: 'reset' });
    recorded.counters[0] = 5;
    const dump = resultOf<Dump>({ type: 'dump' });
    assert.notEqual(closed.path, dump.path);
    assert.deepEqual([closed.epoch, closed.counts.total, dump.epoch, dump.counts.total], [1, 3, 2, 2]);
    assert.equal(sumIn(directory), 5);
  });

  it('runs sessions, and refuses a second one of a name, and the end of one that is not open', () => {
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

  it('says why a dump cannot be written', () => {
    recorded.counters[0] = 1;
    rmSync(directory, { recursive: true });
    const answer = ask({ type: 'dump' });
    assert.ok(answer && 'failure' in answer);
    assert.equal(answer.failure.code, 'DIRECTORY_NOT_WRITABLE');
    assert.match(answer.failure.message, /cannot be written/);
  });

  it('says of what it did not expect that the agent has failed', () => {
    const recorder = {
      ...recorded.recorder,
      dump() {
        throw new TypeError('x is not a function');
      },
    };
    const answer = createCommandHandler(recorder, LONG_AGO);
    assert.deepEqual(answer({ type: 'command', id: '0.1', command: { type: 'dump' } }), {
      type: 'reply',
      id: '0.1',
      status: 'failed',
      failure: { code: 'AGENT_FAILED', message: 'x is not a function' },
    });
  });

  it('answers one that comes twice once, and does what it asks once', () => {
    recorded.counters[0] = 1;
    assert.equal(ask({ type: 'reset' }, '1.1')?.id, '1.1');
    assert.equal(ask({ type: 'reset' }, '1.1'), undefined);
    assert.equal(recorded.recorder.epoch().number, 2);
    assert.equal(ask({ type: 'reset' }, '2.1')?.id, '2.1');
    assert.equal(recorded.recorder.epoch().number, 3);
    assert.ok(ask({ type: 'start-session', name: '' }, '1.2'));
    assert.equal(ask({ type: 'start-session', name: '' }, '1.2'), undefined);
  });

  it('knows each question again, in whichever order and however late it comes', () => {
    const numbers = [...Array(5_000).keys()].map((index) => index + 1);
    const ids = numbers.flatMap((number) => [`1.${number}`, `12.${5_001 - number}`]);
    const command = { type: 'unwatch-file', path: 'x' } as const;
    for (const id of ids) assert.equal(ask(command, id)?.id, id);
    for (const id of ids) assert.equal(ask(command, id), undefined);
    assert.equal(ask(command, '1.5001')?.id, '1.5001');
  });

  describe('to watch a file', () => {
    it('dumps whenever it is created, until it is to be forgotten', async () => {
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
      await looked(directory);
      assert.equal(existsSync(path), true);
    });

    it('dumps once for each file though it was asked for twice', async () => {
      const path = join(directory, 'trigger');
      const { recorder } = recorded;
      let dumps = 0;
      const dump = () => {
        dumps += 1;
        return recorder.dump();
      };
      const answer = createCommandHandler({ ...recorder, dump }, LONG_AGO);
      answer({ type: 'command', id: '0.1', command: { type: 'watch-file', path } });
      answer({ type: 'command', id: '0.2', command: { type: 'watch-file', path } });
      writeFileSync(path, '');
      await onceRemoved(path);
      await looked(directory);
      answer({ type: 'command', id: '0.3', command: { type: 'unwatch-file', path } });
      assert.equal(dumps, 1);
    });

    it('has nothing to forget of a file that it does not watch', () => {
      assert.equal(resultOf({ type: 'unwatch-file', path: join(directory, 'other') }), null);
    });
  });
});
