/** Which function of the loaded app is called, and which value is closed later. */
import assert from 'node:assert/strict';
import { type StartedApp, startMain } from '../../harness/start-main.js';

const SERVER = { close() {} };

/** An Express app: a function, but one that takes requests. */
function requestListener(_request: unknown, _response: unknown): void {
  throw new Error('called without a request');
}

class Service {
  close(): void {}
}

const CALLED: readonly [target: string, loaded: unknown, started: StartedApp['started']][] = [
  ['the named export main', { main: () => SERVER }, 'main'],
  ['main instead of the default export', { main: () => SERVER, default: () => 'default' }, 'main'],
  ['a main that has parameters', { main: (..._args: readonly [string?]) => SERVER }, 'main'],
  ['a default export without parameters', { default: () => SERVER }, 'default'],
  ['a default export with a default parameter', { default: (_port = 8080) => SERVER }, 'default'],
  [
    'the default export if the export main is not a function',
    { main: 'src', default: () => SERVER },
    'default',
  ],
  ['the main of an imported CommonJS module', { default: { main: () => SERVER } }, 'main'],
  [
    'the main of a CommonJS module instead of its default',
    { default: { main: () => SERVER, default: () => 1 } },
    'main',
  ],
  [
    'the default export of an ES module compiled to CommonJS',
    { default: { default: () => SERVER } },
    'default',
  ],
  [
    'a main that is a property of an exported function',
    { default: Object.assign(() => 1, { main: () => SERVER }) },
    'main',
  ],
  ['an asynchronous main', { main: async () => SERVER }, 'main'],
  ['an asynchronous default export', { default: async () => SERVER }, 'default'],
];

const NOT_CALLED: readonly [app: string, loaded: unknown][] = [
  ['a module whose default export has parameters, such as an Express app', { default: requestListener }],
  ['a module whose default export is a class', { default: Service }],
  ['a CommonJS module whose default export has parameters', { default: { default: requestListener } }],
  ['a module that starts when it is imported', { port: 8080 }],
  ['a module without exports', {}],
  ['a server that load has started', SERVER],
  ['a function that closes what load has started', () => 'closed'],
  ['a string', 'main'],
  ['undefined', undefined],
  ['null', null],
];

describe('starting the app', () => {
  for (const [target, loaded, started] of CALLED) {
    it(`calls ${target}`, async () => {
      assert.deepEqual(await startMain(() => loaded), { started, value: SERVER });
    });
  }

  for (const [app, loaded] of NOT_CALLED) {
    it(`calls nothing and keeps the value to be closed later if load returns ${app}`, async () => {
      const app = await startMain(() => loaded);
      assert.equal(app.started, 'load');
      assert.equal(app.value, loaded);
    });
  }

  it('keeps the default export to be closed later if the module cannot be closed', async () => {
    assert.equal((await startMain(() => ({ default: SERVER }))).value, SERVER);
    const module = { default: SERVER, close() {} };
    assert.equal((await startMain(() => module)).value, module);
  });

  it('waits for the promise that load returns', async () => {
    const app = await startMain(async () => ({ main: () => SERVER }));
    assert.deepEqual(app, { started: 'main', value: SERVER });
  });

  it('calls main once, on its module and without arguments', async () => {
    const calls: unknown[][] = [];
    const module = {
      main(...args: readonly unknown[]) {
        calls.push([this, ...args]);
      },
    };
    assert.deepEqual(await startMain(() => module), { started: 'main', value: undefined });
    assert.deepEqual(calls, [[module]]);
  });

  const failure = new Error('port taken');
  const throwFailure = () => {
    throw failure;
  };
  const FAILING: readonly [failureMode: string, load: () => unknown][] = [
    ['load throws', throwFailure],
    ['load rejects', () => Promise.reject(failure)],
    ['main throws', () => ({ main: throwFailure })],
    ['main rejects', () => ({ main: () => Promise.reject(failure) })],
    ['a default export rejects', () => ({ default: () => Promise.reject(failure) })],
  ];

  for (const [failureMode, load] of FAILING) {
    it(`rejects with the same error if ${failureMode}`, async () => {
      await assert.rejects(startMain(load), (error) => error === failure);
    });
  }
});
