/** What `main` returned is closed by the best means it has, within its grace, and what fails is told. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { createServer } from 'node:net';
import { closeApp } from '../../harness/close-app.js';

const OPTIONS = { grace: 30_000, stopsByItself: false };

/** For what does not tell when it is closed: the test runner itself keeps this process alive. */
const BRIEF = { grace: 10, stopsByItself: false };

/** A value with every means of being closed but those left out; `calls` gets the one that is used. */
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

describe('closeApp', () => {
  const MEANS: readonly [used: string, without: readonly string[]][] = [
    ['asyncDispose', []],
    ['dispose', ['asyncDispose']],
    ['close', ['asyncDispose', 'dispose']],
    ['function', ['asyncDispose', 'dispose', 'close']],
  ];

  for (const [used, without] of MEANS) {
    it(`closes by ${used} where it has nothing better`, async () => {
      const calls: string[] = [];
      await closeApp(makeClosable(calls, without), BRIEF);
      assert.deepEqual(calls, [used]);
    });
  }

  it('calls the means as a method of the value, without arguments', async () => {
    const calls: unknown[][] = [];
    const app = {
      close(...args: readonly unknown[]) {
        calls.push([this, ...args]);
      },
    };
    await closeApp(app, BRIEF);
    assert.deepEqual(calls, [[app]]);
  });

  it('does not call a function that takes parameters, nor a class', async () => {
    const app = (_request: unknown) => assert.fail('called without a request');
    assert.deepEqual(await closeApp(app, OPTIONS), { result: 'closed' });
    assert.deepEqual(await closeApp(class Service {}, OPTIONS), { result: 'closed' });
  });

  for (const value of [undefined, null, 'close', 7, {}, { close: true }]) {
    it(`has nothing to do for ${JSON.stringify(value)}`, async () => {
      assert.deepEqual(await closeApp(value, OPTIONS), { result: 'closed' });
    });
  }

  const LATER: readonly [what: string, make: (close: () => Promise<void>) => unknown][] = [
    ['a function', (close) => close],
    ['close()', (close) => ({ close })],
    ['asyncDispose', (close) => ({ [Symbol.asyncDispose]: close })],
  ];

  for (const [what, make] of LATER) {
    it(`waits for ${what} that takes its time`, async () => {
      let finish = () => {};
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const order: string[] = [];
      const app = make(() => finished.then(() => void order.push('finished')));
      const closed = closeApp(app, OPTIONS).then(() => order.push('closed'));
      setImmediate(() => setImmediate(finish));
      await closed;
      assert.deepEqual(order, ['finished', 'closed']);
    });
  }

  it('closes a real server, also one that is closed already', async () => {
    const server = http.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    assert.deepEqual(await closeApp(server, OPTIONS), { result: 'closed' });
    assert.equal(server.listening, false);
    assert.deepEqual(await closeApp(server, OPTIONS), { result: 'closed' });
  });

  it('takes a server that says it is not running for closed', async () => {
    const error = Object.assign(new Error('Server is not running.'), { code: 'ERR_SERVER_NOT_RUNNING' });
    const app = { close: () => Promise.reject(error) };
    assert.deepEqual(await closeApp(app, OPTIONS), { result: 'closed' });
  });

  it('waits no longer than the grace while something is open', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const app = { close: () => new Promise(() => {}) };
    assert.deepEqual(await closeApp(app, { ...OPTIONS, grace: 10 }), { result: 'out of grace' });
    server.close();
  });

  const failure = new Error('cannot flush');
  const FAILING: readonly [what: string, close: () => unknown][] = [
    ['throws', () => raise(failure)],
    ['rejects', () => Promise.reject(failure)],
  ];

  for (const [what, close] of FAILING) {
    it(`tells the error where closing ${what}, also of an app that stops by itself`, async () => {
      for (const stopsByItself of [false, true]) {
        const closed = await closeApp({ close }, { ...OPTIONS, stopsByItself });
        assert.deepEqual(closed, { result: 'failed', error: failure });
      }
    });
  }

  it('leaves no listener behind', async () => {
    const before = process.listenerCount('beforeExit');
    await closeApp({ close() {} }, BRIEF);
    assert.equal(process.listenerCount('beforeExit'), before);
  });
});

function raise(error: Error): never {
  throw error;
}
