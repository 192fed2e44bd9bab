/** Each question gets its own answer, and the thread lives for as long as one is waited for, and no longer. */
import assert from 'node:assert/strict';
import { CovermainError } from '../../../src/platform/errors.js';
import { createPendingCommands } from '../../../src/runtime/pending-commands.js';
import type { CommandRequest } from '../../../src/runtime/threads/agent-commands.js';

const SESSION = { name: 'login', start: '2025-01-02T03:04:05.678Z' };

/** @param refuse throws for what cannot be sent */
function newAsking(refuse: (question: CommandRequest) => void = () => {}) {
  const sent: CommandRequest[] = [];
  const seen = { sent, isWaiting: false };
  const asking = createPendingCommands({
    send(question) {
      refuse(question);
      sent.push(question);
    },
    onWaiting(isWaiting) {
      seen.isWaiting = isWaiting;
    },
  });
  return { ...asking, seen };
}

const failed = (code: string, message: string) => (error: unknown) => {
  assert.ok(error instanceof CovermainError);
  assert.deepEqual([error.code, error.message], [code, message]);
  return true;
};

describe('createAsking', () => {
  it('sends what is asked, numbered by its thread from 1', () => {
    const { ask, seen } = newAsking();
    void ask({ type: 'dump' });
    void ask({ type: 'start-session', name: 'login' });
    assert.deepEqual(seen.sent, [
      { type: 'command', id: '0.1', command: { type: 'dump' } },
      { type: 'command', id: '0.2', command: { type: 'start-session', name: 'login' } },
    ]);
  });

  it('gives each question the answer with its number, in whichever order they come', async () => {
    const { ask, settle } = newAsking();
    const answers = [ask({ type: 'start-session', name: 'a' }), ask({ type: 'start-session', name: 'b' })];
    settle({ type: 'reply', id: '0.2', status: 'done', result: { ...SESSION, name: 'b' } });
    settle({ type: 'reply', id: '0.1', status: 'done', result: { ...SESSION, name: 'a' } });
    assert.deepEqual(
      (await Promise.all(answers)).map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('fails as the agent says', async () => {
    const { ask, settle } = newAsking();
    const answer = ask({ type: 'end-session', name: 'login' });
    settle({
      type: 'reply',
      id: '0.1',
      status: 'failed',
      failure: { code: 'SESSION_UNKNOWN', message: 'start it first' },
    });
    await assert.rejects(answer, failed('SESSION_UNKNOWN', 'start it first'));
  });

  it('passes over answers to other threads, and those that come again', async () => {
    const { ask, settle, seen } = newAsking();
    const answer = ask({ type: 'start-session', name: 'login' });
    for (const id of ['7.1', '0.2', '']) settle({ type: 'reply', id, status: 'done', result: null });
    assert.equal(seen.isWaiting, true);
    settle({ type: 'reply', id: '0.1', status: 'done', result: SESSION });
    settle({ type: 'reply', id: '0.1', status: 'done', result: null });
    assert.deepEqual(await answer, SESSION);
  });

  it('waits until the last answer is there', () => {
    const { ask, settle, seen } = newAsking();
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

  it('fails all that wait once there is nobody to answer, and waits no more', async () => {
    const { ask, failAll, seen } = newAsking();
    const answers = [ask({ type: 'dump' }), ask({ type: 'reset' })];
    failAll('the agent has ended');
    assert.equal(seen.isWaiting, false);
    for (const answer of answers) await assert.rejects(answer, failed('AGENT_FAILED', 'the agent has ended'));
  });

  it('fails where nobody is there to be sent it', async () => {
    const asking = newAsking(() => asking.failAll('there is no agent'));
    await assert.rejects(asking.ask({ type: 'dump' }), failed('AGENT_FAILED', 'there is no agent'));
    assert.equal(asking.seen.isWaiting, false);
  });

  it('does not wait for what cannot be sent, and leaves no gap in the numbers', async () => {
    const { ask, seen } = newAsking((question) => structuredClone(question));
    const name = (() => {}) as unknown as string;
    await assert.rejects(ask({ type: 'start-session', name }), { name: 'DataCloneError' });
    assert.equal(seen.isWaiting, false);
    void ask({ type: 'dump' });
    assert.deepEqual(seen.sent, [{ type: 'command', id: '0.1', command: { type: 'dump' } }]);
    assert.equal(seen.isWaiting, true);
  });
});
