/** What is called of what `load` gives, and what is left to be closed. */
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

const CALLED: readonly [what: string, loaded: unknown, started: StartedApp['started']][] = [
  ['the named export main', { main: () => SERVER }, 'main'],
  ['main rather than a default export', { main: () => SERVER, default: () => 'default' }, 'main'],
  ['main also where it has parameters', { main: (..._args: readonly [string?]) => SERVER }, 'main'],
  ['a default export without parameters', { default: () => SERVER }, 'default'],
  ['a default export with a default parameter', { default: (_port = 8080) => SERVER }, 'default'],
  ['a default export beside a main that is no function', { main: 'src', default: () => SERVER }, 'default'],
  ['main of imported CommonJS', { default: { main: () => SERVER } }, 'main'],
  ['main of CommonJS rather than its default', { default: { main: () => SERVER, default: () => 1 } }, 'main'],
  [
    'the default export of an ES module compiled to CommonJS',
    { default: { default: () => SERVER } },
    'default',
  ],
  ['a main that hangs on a function', { default: Object.assign(() => 1, { main: () => SERVER }) }, 'main'],
  ['a main whose result comes later', { main: async () => SERVER }, 'main'],
  ['a default export whose result comes later', { default: async () => SERVER }, 'default'],
];

const NOT_CALLED: readonly [what: string, loaded: unknown][] = [
  ['a default export that takes parameters, such as an Express app', { default: requestListener }],
  ['a default export that is a class', { default: Service }],
  ['such a default export of CommonJS', { default: { default: requestListener } }],
  ['a module that starts by being imported', { port: 8080 }],
  ['a module without exports', {}],
  ['a server that load started itself', SERVER],
  ['a function that closes what load started', () => 'closed'],
  ['a text', 'main'],
  ['nothing', undefined],
  ['null', null],
];

describe('startMain', () => {
  for (const [what, loaded, started] of CALLED) {
    it(`calls ${what}`, async () => {
      assert.deepEqual(await startMain(() => loaded), { started, value: SERVER });
    });
  }

  for (const [what, loaded] of NOT_CALLED) {
    it(`calls nothing of ${what}, and leaves it to be closed`, async () => {
      const app = await startMain(() => loaded);
      assert.equal(app.started, 'load');
      assert.equal(app.value, loaded);
    });
  }

  it('leaves the default export to be closed where the module itself cannot be', async () => {
    assert.equal((await startMain(() => ({ default: SERVER }))).value, SERVER);
    const module = { default: SERVER, close() {} };
    assert.equal((await startMain(() => module)).value, module);
  });

  it('waits for what load gives', async () => {
    const app = await startMain(async () => ({ main: () => SERVER }));
    assert.deepEqual(app, { started: 'main', value: SERVER });
  });

  it('calls main once, as a method of its module and without arguments', async () => {
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
  const FAILING: readonly [what: string, load: () => unknown][] = [
    ['load throws', throwFailure],
    ['load rejects', () => Promise.reject(failure)],
    ['main throws', () => ({ main: throwFailure })],
    ['main rejects', () => ({ main: () => Promise.reject(failure) })],
    ['a default export rejects', () => ({ default: () => Promise.reject(failure) })],
  ];

  for (const [what, load] of FAILING) {
    it(`rejects with the very error where ${what}`, async () => {
      await assert.rejects(startMain(load), (error) => error === failure);
    });
  }
});
