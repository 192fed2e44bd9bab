/** Tests the time that a push takes, at servers that speak no proper HTTP. */
import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type PushResult, pushWithRetries } from '../../../../src/agent/push/push-with-retries.js';
import { openHttpClient } from '../../../../src/agent/push/put.js';
import { takePort } from '../../../support/ports.js';

const TIMEOUT = 500;

describe('a push to a server that fails', function () {
  // A push that hangs fails soon.
  this.timeout(10_000);
  /** Pushes to a server, one push after the other. @param answer is called at each request */
  async function pushTo(answer: (socket: Socket) => void, pushes = 1): Promise<readonly PushResult[]> {
    const server = createServer((socket) => {
      socket.on('error', () => {}).on('data', () => answer(socket));
    });
    const { port, close } = await takePort(server);
    const client = openHttpClient();
    const target = { isSecure: false, host: '127.0.0.1', port, path: '/' };
    const push = () =>
      pushWithRetries({ client, target, token: null, body: () => new Uint8Array(9), timeout: TIMEOUT });
    try {
      const results: PushResult[] = [];
      for (let number = 0; number < pushes; number++) results.push(await push());
      return results;
    } finally {
      await close();
    }
  }

  it('ends in time if garbage is collected while the server is silent', async () => {
    setFlagsFromString('--expose-gc');
    const timer = setInterval(runInNewContext('gc') as () => void, TIMEOUT / 10);
    try {
      const [result] = await pushTo(() => {});
      assert.deepEqual(result, {
        isDone: false,
        failure: { kind: 'timeout', milliseconds: TIMEOUT },
        attempts: 1,
      });
    } finally {
      clearInterval(timer);
    }
  });

  it('has the reason of an earlier attempt if the time ends during the last one', async () => {
    let requests = 0;
    const [result] = await pushTo((socket) => {
      requests += 1;
      if (requests === 1) socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n');
    });
    assert.ok(result && !result.isDone && result.failure.kind === 'refused', JSON.stringify(result));
    assert.equal(result.failure.status, 503);
  });

  it('fails if the server changes the protocol', async () => {
    const [result] = await pushTo((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'),
    );
    assert.ok(result && !result.isDone && result.failure.kind === 'refused');
    assert.equal(result.failure.status, 101);
  });

  it('succeeds although the response to the push before it never ends', async () => {
    const results = await pushTo(
      (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1'),
      3,
    );
    assert.deepEqual(
      results.map(({ isDone }) => isDone),
      [true, true, true],
    );
  });
});
