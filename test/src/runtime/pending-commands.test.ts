/** Each command gets its own reply, and the thread stays alive while a command waits for its reply. */
import assert from 'node:assert/strict';
import { CovermainError } from '../../../src/platform/errors.js';
import { createPendingCommands } from '../../../src/runtime/pending-commands.js';
import type { CommandRequest } from '../../../src/runtime/threads/agent-commands.js';

const SESSION = { name: 'login', start: '2025-01-02T03:04:05.678Z' };

/** @param transmit throws if a request cannot be sent */
function newCommands(transmit: (request: CommandRequest) => void = () => {}) {
  const sent: CommandRequest[] = [];
  const seen = { sent, isWaiting: false };
  const commands = createPendingCommands({
    send(request) {
      transmit(request);
      sent.push(request);
    },
    onWaiting(isWaiting) {
      seen.isWaiting = isWaiting;
    },
  });
  return { ...commands, seen };
}

const hasFailed = (code: string, message: string) => (error: unknown) => {
  assert.ok(error instanceof CovermainError);
  assert.deepEqual([error.code, error.message], [code, message]);
  return true;
};

describe('createPendingCommands', () => {
  it('sends commands with the thread and a number from 1 as id', () => {
    const { ask, seen } = newCommands();
    void ask({ type: 'dump' });
    void ask({ type: 'start-session', name: 'login' });
    assert.deepEqual(seen.sent, [
      { type: 'command', id: '0.1', command: { type: 'dump' } },
      { type: 'command', id: '0.2', command: { type: 'start-session', name: 'login' } },
    ]);
  });

  it('resolves each command with the reply of its id, in any order', async () => {
    const { ask, settle } = newCommands();
    const replies = [ask({ type: 'start-session', name: 'a' }), ask({ type: 'start-session', name: 'b' })];
    settle({ type: 'reply', id: '0.2', status: 'done', result: { ...SESSION, name: 'b' } });
    settle({ type: 'reply', id: '0.1', status: 'done', result: { ...SESSION, name: 'a' } });
    assert.deepEqual(
      (await Promise.all(replies)).map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('rejects with the code and the message of the agent', async () => {
    const { ask, settle } = newCommands();
    const reply = ask({ type: 'end-session', name: 'login' });
    settle({
      type: 'reply',
      id: '0.1',
      status: 'failed',
      failure: { code: 'SESSION_UNKNOWN', message: 'start it first' },
    });
    await assert.rejects(reply, hasFailed('SESSION_UNKNOWN', 'start it first'));
  });

  it('ignores replies to other threads and repeated replies', async () => {
    const { ask, settle, seen } = newCommands();
    const reply = ask({ type: 'start-session', name: 'login' });
    for (const id of ['7.1', '0.2', '']) settle({ type: 'reply', id, status: 'done', result: null });
    assert.equal(seen.isWaiting, true);
    settle({ type: 'reply', id: '0.1', status: 'done', result: SESSION });
    settle({ type: 'reply', id: '0.1', status: 'done', result: null });
    assert.deepEqual(await reply, SESSION);
  });

  it('waits until the last reply has arrived', () => {
    const { ask, settle, seen } = newCommands();
    assert.equal(seen.isWaiting, false);
    for (const name of ['a', 'b']) void ask({ type: 'start-session', name });
    const waiting = ['0.1', '0.3', '0.2', '0.1'].map((id) => {
      settle({ type: 'reply', id, status: 'done', result: SESSION });
      return seen.isWaiting;
    });
    assert.deepEqual(waiting, [true, true, false, false]);
    void ask({ type: 'dump' });
    assert.equal(seen.isWaiting, true);
  });

  it('rejects all pending commands without an agent, and stops waiting', async () => {
    const { ask, failAll, seen } = newCommands();
    const replies = [ask({ type: 'dump' }), ask({ type: 'reset' })];
    failAll('the agent has ended');
    assert.equal(seen.isWaiting, false);
    for (const reply of replies)
      await assert.rejects(reply, hasFailed('AGENT_FAILED', 'the agent has ended'));
  });

  it('rejects a command if the agent fails while it is sent', async () => {
    const commands = newCommands(() => commands.failAll('there is no agent'));
    await assert.rejects(commands.ask({ type: 'dump' }), hasFailed('AGENT_FAILED', 'there is no agent'));
    assert.equal(commands.seen.isWaiting, false);
  });

  it('does not wait for a command that cannot be sent, and reuses its number', async () => {
    const { ask, seen } = newCommands((request) => structuredClone(request));
    const name = (() => {}) as unknown as string;
    await assert.rejects(ask({ type: 'start-session', name }), { name: 'DataCloneError' });
    assert.equal(seen.isWaiting, false);
    void ask({ type: 'dump' });
    assert.deepEqual(seen.sent, [{ type: 'command', id: '0.1', command: { type: 'dump' } }]);
    assert.equal(seen.isWaiting, true);
  });
});
