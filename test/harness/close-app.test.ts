/** The value that `main` returned is closed by its best method, within the grace, and errors are returned. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createServer } from 'node:net';
import { closeApp, waitForAppEnd } from '../../harness/close-app.js';

const GRACE = 30_000;

/** For values whose closing has no visible end, because the test runner keeps this process alive. */
const BRIEF = 10;

/** Returns a value with all closing methods except those in `without`. `calls` receives the name of the method that is called. */
function makeClosable(calls: string[], without: readonly string[]): unknown {
  const app = Object.assign(() => calls.push('function'), {
    close: () => calls.push('close'),
    [Symbol.dispose]: () => calls.push('dispose'),
    [Symbol.asyncDispose]: async () => calls.push('asyncDispose'),
  });
  const members: Readonly<Record<string, keyof typeof app>> = {
    close: 'close',
    dispose: Symbol.dispose,
    asyncDispose: Symbol.asyncDispose,
  };
  for (const name of without) Reflect.deleteProperty(app, members[name] ?? name);
  return app;
}

describe('closing the app', () => {
  const METHODS: readonly [used: string, without: readonly string[]][] = [
    ['asyncDispose', []],
    ['dispose', ['asyncDispose']],
    ['close', ['asyncDispose', 'dispose']],
    ['function', ['asyncDispose', 'dispose', 'close']],
  ];

  for (const [used, without] of METHODS) {
    it(`calls ${used} if the app has no better closing method`, async () => {
      const calls: string[] = [];
      await closeApp(makeClosable(calls, without), BRIEF);
      assert.deepEqual(calls, [used]);
    });
  }

  it('calls the closing method on the value and without arguments', async () => {
    const calls: unknown[][] = [];
    const app = {
      close(...args: readonly unknown[]) {
        calls.push([this, ...args]);
      },
    };
    await closeApp(app, BRIEF);
    assert.deepEqual(calls, [[app]]);
  });

  it('does not call a function with parameters or a class', async () => {
    const app = (_request: unknown) => assert.fail('called without a request');
    assert.deepEqual(await closeApp(app, GRACE), { result: 'closed' });
    assert.deepEqual(await closeApp(class Service {}, GRACE), { result: 'closed' });
  });

  for (const value of [undefined, null, 'close', 7, {}, { close: true }]) {
    it(`does nothing for the value ${JSON.stringify(value)}`, async () => {
      assert.deepEqual(await closeApp(value, GRACE), { result: 'closed' });
    });
  }

  const ASYNCHRONOUS: readonly [method: string, make: (close: () => Promise<void>) => unknown][] = [
    ['a function', (close) => close],
    ['close()', (close) => ({ close })],
    ['asyncDispose', (close) => ({ [Symbol.asyncDispose]: close })],
  ];

  for (const [method, make] of ASYNCHRONOUS) {
    it(`waits until the promise of ${method} resolves`, async () => {
      let finish = () => {};
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const order: string[] = [];
      const app = make(() => finished.then(() => void order.push('finished')));
      const closed = closeApp(app, GRACE).then(() => order.push('closed'));
      setImmediate(() => setImmediate(finish));
      await closed;
      assert.deepEqual(order, ['finished', 'closed']);
    });
  }

  it('closes a real server, and accepts one that is already closed', async () => {
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.deepEqual(await closeApp(server, GRACE), { result: 'closed' });
    assert.equal(server.listening, false);
    assert.deepEqual(await closeApp(server, GRACE), { result: 'closed' });
  });

  it('treats ERR_SERVER_NOT_RUNNING as closed', async () => {
    const error = Object.assign(new Error('Server is not running.'), { code: 'ERR_SERVER_NOT_RUNNING' });
    const app = { close: () => Promise.reject(error) };
    assert.deepEqual(await closeApp(app, GRACE), { result: 'closed' });
  });

  it('waits only for the grace if the app does not close', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const app = { close: () => new Promise(() => {}) };
    assert.deepEqual(await closeApp(app, BRIEF), { result: 'out of grace' });
    server.close();
  });

  const failure = new Error('cannot flush');
  const FAILING: readonly [failureMode: string, close: () => unknown][] = [
    ['throws', () => raise(failure)],
    ['rejects', () => Promise.reject(failure)],
  ];

  for (const [failureMode, close] of FAILING) {
    it(`returns the error if the closing method ${failureMode}`, async () => {
      assert.deepEqual(await closeApp({ close }, GRACE), { result: 'failed', error: failure });
    });
  }

  it('waits until an app that closes by itself has ended, or for the grace', async () => {
    assert.deepEqual(await waitForAppEnd(Promise.resolve(), GRACE), { result: 'closed' });
    assert.deepEqual(await waitForAppEnd(new Promise(() => {}), BRIEF), { result: 'out of grace' });
  });

  it('removes its beforeExit listener', async () => {
    const before = process.listenerCount('beforeExit');
    await closeApp({ close() {} }, BRIEF);
    assert.equal(process.listenerCount('beforeExit'), before);
  });
});

function raise(error: Error): never {
  throw error;
}
