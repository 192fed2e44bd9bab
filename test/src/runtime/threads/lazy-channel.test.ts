/** The channel opens when it is first needed, and not by looking for messages. */
import assert from 'node:assert/strict';
import { createLazyChannel } from '../../../../src/runtime/threads/lazy-channel.js';
import {
  broadcast,
  openChannel,
  type ThreadMessage,
} from '../../../../src/runtime/threads/thread-channel.js';

const STOP: ThreadMessage = { type: 'stop' };

describe('createLazyChannel', () => {
  it('receives nothing before it is opened, not even when asked to', () => {
    const received: ThreadMessage[] = [];
    const channel = createLazyChannel((message) => received.push(message));
    channel.receive();
    broadcast(STOP);
    channel.open();
    channel.receive();
    assert.deepEqual(received, []);
    broadcast(STOP);
    channel.receive();
    assert.deepEqual(received, [STOP]);
  });

  it('opens one channel, however often it is opened', () => {
    const received: ThreadMessage[] = [];
    const channel = createLazyChannel((message) => received.push(message));
    channel.open();
    channel.open();
    channel.hold(false);
    broadcast(STOP);
    channel.receive();
    assert.deepEqual(received, [STOP]);
  });

  it('opens to send', () => {
    const received: ThreadMessage[] = [];
    const other = openChannel((message) => received.push(message));
    createLazyChannel(() => {}).send(STOP);
    other.receive();
    assert.deepEqual(received, [STOP]);
  });
});
