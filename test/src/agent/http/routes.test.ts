/** Tests the methods of each path, and the responses to failures. */
import assert from 'node:assert/strict';
import { CovermainError, type ErrorCode } from '../../../../src/platform/errors.js';
import { DUMP, newApp, statusOf } from './fake-actions.js';

/** Responses, the same without and with `?process=self`. */
const CONTROLS: readonly [path: string, action: string, answer: unknown][] = [
  ['/v1/cover/reset', 'reset', { dumps: [DUMP] }],
  ['/v1/cover/dump', 'dump', { dumps: [DUMP] }],
  ['/v1/cover/stop', 'stop', { pids: [42, 43] }],
];

describe('the control routes', () => {
  for (const [path, action, answer] of CONTROLS) {
    it(`run the action for POST ${path}, for the run or for one process, and return its result`, async () => {
      const { app, calls } = newApp();
      for (const query of ['', '?process=self']) {
        const response = await app.request(path + query, { method: 'POST' });
        assert.equal(response.status, 200);
        assert.deepEqual(await response.json(), answer);
      }
      assert.deepEqual(calls, [
        [action, 'run'],
        [action, 'self'],
      ]);
    });
  }

  it("reset for POST /v1/cover/clear and respond with goc's text", async () => {
    const { app, calls } = newApp();
    const response = await app.request('/v1/cover/clear', { method: 'POST' });
    assert.equal(await response.text(), 'clear call successfully\n');
    assert.deepEqual(calls, [['reset', 'run']]);
  });
});

describe('GET /v1/cover/status', () => {
  it('returns this process and all processes of the run', async () => {
    const response = await newApp().app.request('/v1/cover/status');
    const processes = [statusOf(), statusOf({ pid: 43 })];
    assert.deepEqual(await response.json(), { ...statusOf(), processes });
  });

  it('returns only this process with process=self', async () => {
    const { app, calls } = newApp();
    assert.deepEqual(await (await app.request('/v1/cover/status?process=self')).json(), statusOf());
    assert.deepEqual(calls, [['status', 'self']]);
  });
});

describe('any route', () => {
  const METHODS: readonly [path: string, allow: string][] = [
    ['/v1/cover/profile', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'],
    ['/v1/cover/coverage', 'GET, HEAD, POST, OPTIONS'],
    ['/v1/cover/clear', 'POST, OPTIONS'],
    ['/v1/cover/reset', 'POST, OPTIONS'],
    ['/v1/cover/dump', 'POST, OPTIONS'],
    ['/v1/cover/stop', 'POST, OPTIONS'],
    ['/v1/cover/status', 'GET, HEAD, OPTIONS'],
    ['/v1/cover/events', 'GET, HEAD, OPTIONS'],
    ['/v1/cover/session/start', 'POST, OPTIONS'],
    ['/v1/cover/session/end', 'POST, OPTIONS'],
    ['/test', 'GET, HEAD, OPTIONS'],
    ['/test/start/a', 'POST, OPTIONS'],
    ['/test/end/a', 'POST, OPTIONS'],
  ];

  for (const [path, allow] of METHODS) {
    it(`${path} accepts ${allow} and refuses other methods without any action`, async () => {
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
        const { app, calls } = newApp();
        const response = await app.request(path, { method });
        assert.equal(response.headers.get('access-control-allow-origin'), null);
        assert.equal(response.headers.get('access-control-allow-methods'), null);
        const isAllowed = allow.split(', ').includes(method);
        if (!isAllowed) assert.equal(response.status, 405, method);
        if (isAllowed && method !== 'OPTIONS') assert.ok([200, 204].includes(response.status), method);
        if (method === 'OPTIONS') assert.equal(response.status, 204);
        if (!isAllowed || method === 'OPTIONS') {
          assert.equal(response.headers.get('allow'), allow);
          assert.deepEqual(calls, []);
        }
      }
    });
  }

  it('responds to HEAD with the headers of GET and no body', async () => {
    for (const path of ['/v1/cover/profile', '/v1/cover/status', '/v1/cover/events', '/test']) {
      const { app } = newApp();
      const head = await app.request(path, { method: 'HEAD' });
      const get = await app.request(path);
      assert.equal(await head.text(), '');
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'));
      await get.body?.cancel();
    }
  });

  it('changes nothing for GET and HEAD', async () => {
    for (const [path] of METHODS) {
      for (const method of ['GET', 'HEAD']) {
        const { app, calls } = newApp();
        const response = await app.request(path, { method });
        await response.body?.cancel();
        for (const [action] of calls) assert.ok(['profile', 'status', 'watch'].includes(String(action)));
      }
    }
  });

  it('forbids caching and MIME sniffing in every response', async () => {
    const { app } = newApp({ dump: () => Promise.reject(new Error('no')) });
    const requests: readonly [path: string, method: string][] = [
      ['/v1/cover/profile', 'GET'],
      ['/v1/cover/status', 'GET'],
      ['/v1/cover/dump', 'GET'],
      ['/v1/cover/dump', 'POST'],
      ['/nothing', 'GET'],
    ];
    for (const [path, method] of requests) {
      const { headers } = await app.request(path, { method });
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('cache-control'), 'no-store', path);
    }
  });

  it('refuses every value of process except self', async () => {
    const { app, calls } = newApp();
    for (const [path] of METHODS.filter(([, allow]) => allow.startsWith('POST'))) {
      for (const query of ['?process=all', '?process=run', '?process=', '?process=self&process=7']) {
        const response = await app.request(path + query, { method: 'POST' });
        assert.equal(response.status, 400);
        assert.match(await response.text(), /expected process=self/);
      }
    }
    assert.deepEqual(calls, []);
  });

  for (const path of [
    '/',
    '/v1/cover',
    '/v1/cover/profile/',
    '/v1/cover/Profile',
    '/v1/cover/x',
    '/test/start/',
    '/test/a',
  ]) {
    it(`responds to ${path} with 404`, async () => {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const response = await newApp().app.request(path, { method });
        assert.equal(response.status, 404);
      }
    });
  }
});

describe('a failure', () => {
  const STATUS: readonly [code: ErrorCode, status: number][] = [
    ['SESSION_NAME', 400],
    ['PATTERN_INVALID', 400],
    ['SESSION_UNKNOWN', 404],
    ['SESSION_RUNNING', 409],
    ['SESSION_LIMIT', 429],
    ['DIRECTORY_NOT_WRITABLE', 500],
    ['AGENT_FAILED', 500],
  ];

  for (const [code, status] of STATUS) {
    it(`with the code ${code} causes the status ${status} and its message`, async () => {
      const error = new CovermainError(code, 'failure, reason, remedy');
      const { app, failures } = newApp({ dump: () => Promise.reject(error) });
      const response = await app.request('/v1/cover/dump', { method: 'POST' });
      assert.equal(response.status, status);
      assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
      assert.equal(await response.text(), 'failure, reason, remedy\n');
      assert.deepEqual(failures, []);
    });
  }

  const cause = new Error('deeper');
  const UNEXPECTED: readonly unknown[] = [new TypeError('the reason', { cause }), 'the reason'];

  for (const thrown of UNEXPECTED) {
    it(`that is an unexpected ${typeof thrown} causes the status 500 with its reason, and is reported`, async () => {
      const acts = [
        () => Promise.reject(thrown),
        () => {
          throw thrown;
        },
      ];
      for (const dump of acts) {
        const { app, failures } = newApp({ dump });
        const response = await app.request('/v1/cover/dump', { method: 'POST' });
        assert.equal(response.status, 500);
        assert.equal(await response.text(), 'the reason\n');
        assert.deepEqual(failures, [thrown]);
      }
    });
  }
});
