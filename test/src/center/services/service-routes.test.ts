import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { openTestCenter, pushOf, type TestCenter } from '../../../support/center.js';
import { type TakenPort, takePort } from '../../../support/ports.js';

/** What goc's own client sends. */
const GOC = { force: false, service: null, address: null, coverfile: null, skipfile: null };

describe('services of a center', () => {
  let center: TestCenter;
  const ports: TakenPort[] = [];
  /** Headers of the requests that services got. */
  const seen: IncomingHttpHeaders[] = [];

  beforeEach(async () => {
    center = await openTestCenter({ serviceTimeout: 500 });
  });

  afterEach(async () => {
    await center.end();
    for (const { close } of ports.splice(0)) await close();
    seen.length = 0;
  });

  /** Starts a service. @returns its address */
  async function serve(listener: RequestListener): Promise<string> {
    const port = await takePort(
      createServer((incoming, outgoing) => {
        seen.push(incoming.headers);
        listener(incoming, outgoing);
      }),
    );
    ports.push(port);
    return `http://127.0.0.1:${port.port}`;
  }

  /** Starts a service that answers as a Go program that goc has built. */
  function serveText(text: string): Promise<string> {
    return serve((incoming, outgoing) => {
      outgoing.end(incoming.url === '/v1/cover/clear' ? 'clear call successfully\n' : text);
    });
  }

  const post = (path: string, body: unknown = GOC) =>
    center.request(`/v1/cover/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  async function register(name: string, address: string): Promise<void> {
    const response = await center.request(
      `/v1/cover/register?name=${name}&address=${encodeURIComponent(address)}&ip_revise=`,
      { method: 'POST' },
    );
    assert.deepEqual([response.status, await response.json()], [200, { result: 'success' }]);
  }

  async function answer(path: string, body?: unknown): Promise<readonly [number, string]> {
    const response = await post(path, body);
    return [response.status, await response.text()];
  }

  async function error(path: string, body?: unknown): Promise<readonly [number, string]> {
    const [status, text] = await answer(path, body);
    return [status, (JSON.parse(text) as { readonly error: string }).error];
  }

  const list = async () => (await center.request('/v1/cover/list')).json();

  it('are registered once, and listed by their names', async () => {
    assert.deepEqual(await list(), {});
    await register('cart', 'http://127.0.0.1:2/');
    await register('cart', 'http://127.0.0.1:1');
    await register('cart', 'http://127.0.0.1:1');
    await register('shop', 'http://127.0.0.1:3');
    assert.deepEqual(await list(), {
      cart: ['http://127.0.0.1:1', 'http://127.0.0.1:2'],
      shop: ['http://127.0.0.1:3'],
    });
    assert.deepEqual(await answer('register', { name: 'json', address: 'http://127.0.0.1:4' }), [
      200,
      '{"result":"success"}',
    ]);
  });

  it('are known to a center that is started again', async () => {
    await register('cart', 'http://127.0.0.1:1');
    const other = await openTestCenter({ directory: center.directory });
    try {
      const response = await other.request('/v1/cover/list');
      assert.deepEqual(await response.json(), { cart: ['http://127.0.0.1:1'] });
    } finally {
      await other.end();
    }
  });

  for (const [what, query, reason] of [
    ['no address', '?name=cart', /one name .* and one address/],
    ['no name', '?address=http://127.0.0.1:1', /one name .* and one address/],
    ['an address of a file', '?name=a&address=file:///etc/passwd', /Invalid address/],
    ['an address of a cloud’s metadata', '?name=a&address=http://169.254.169.254', /no service has this/],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const [status, message] = await error(`register${query}`, {});
      assert.equal(status, 400);
      assert.match(message, reason);
      assert.deepEqual(await list(), {});
    });
  }

  it('answer with their texts, which are added up with what was pushed', async () => {
    await register('cart', await serveText('mode: count\nexample.com/a.go:1.1,2.2 1 1\n'));
    await register('cart', await serveText('mode: count\nexample.com/a.go:1.1,2.2 1 2\n'));
    await center.push('go', 'mode: atomic\nexample.com/a.go:1.1,2.2 1 4\n');
    await center.push('a', pushOf([5, 1, 4]).bytes);
    const [status, text] = await answer('profile');
    assert.equal(status, 200);
    assert.match(text, /^mode: atomic\nexample\.com\/a\.go:1\.1,2\.2 1 7\nsrc\/.*\.ts:1\.17,1\.24 1 5\n/);
    assert.deepEqual(await answer('profile', { ...GOC, service: ['cart'] }), [
      200,
      'mode: atomic\nexample.com/a.go:1.1,2.2 1 3\n',
    ]);
    const get = await center.request('/v1/cover/profile?skipfile=go$&skipfile=never');
    assert.match(await get.text(), /^mode: atomic\nsrc\//);
    const selected = await answer('profile', { coverfile: ['\\.go$'] });
    assert.deepEqual(selected, [200, 'mode: atomic\nexample.com/a.go:1.1,2.2 1 7\n']);
  });

  it('get no credentials of the client, and their redirects are not followed', async () => {
    const secret = await serveText('mode: count\n');
    await register(
      'moved',
      await serve((_, outgoing) => outgoing.writeHead(307, { location: secret }).end()),
    );
    const response = await center.request('/v1/cover/profile', {
      headers: { authorization: 'Bearer secret', cookie: 'a=b' },
    });
    assert.equal(response.status, 417);
    assert.match(await response.text(), /answered with status 307/);
    assert.equal(seen.length, 1);
    assert.deepEqual([seen[0]?.authorization, seen[0]?.cookie], [undefined, undefined]);
  });

  for (const [what, listener, reason] of [
    ['answers with an error', (_, outgoing) => outgoing.writeHead(500).end(), /status 500/],
    ['never answers', () => {}, /no complete answer within 500 ms/],
    ['stops in the middle', (_, outgoing) => outgoing.write('mode: co'), /no complete answer within 500 ms/],
    ['closes the connection', (incoming) => incoming.socket.destroy(), /socket hang up/],
    [
      'answers with something else',
      (_, outgoing) => outgoing.end('<html>\u001b[31m'),
      /expected "mode: atomic"/,
    ],
    [
      'answers in mode set',
      (_, outgoing) => outgoing.end('mode: set\na.go:1.1,2.2 1 1\n'),
      /got "mode: set"/,
    ],
    [
      'sends half an archive',
      (_, outgoing) => outgoing.end('covfiles\u0002\u0001'),
      /[Cc]annot read|[Cc]orrupt/,
    ],
  ] as readonly (readonly [string, RequestListener, RegExp])[]) {
    it(`fail with the reason when one of them ${what}, and are left out with force`, async () => {
      await register('good', await serveText('mode: count\na.go:1.1,2.2 1 1\n'));
      await register('bad', await serve(listener));
      const [status, message] = await error('profile');
      assert.equal(status, 417);
      assert.match(message, reason);
      const forced = await answer('profile', { ...GOC, force: true });
      assert.deepEqual(forced, [200, 'mode: atomic\na.go:1.1,2.2 1 1\n']);
      assert.ok(center.lines.length > 0);
    });
  }

  it('are asked at the same time, so that hundreds that hang delay an answer by the time limit of one', async () => {
    const count = 60;
    const waiting: ServerResponse[] = [];
    for (let index = 0; index < count; index++) {
      const address = await serve((_, outgoing) => {
        waiting.push(outgoing);
        if (waiting.length === count)
          for (const one of waiting) one.end('mode: count\nexample.com/a.go:1.1,2.2 1 1\n');
      });
      await register(`service-${index}`, address);
    }
    assert.deepEqual(await answer('profile'), [200, `mode: atomic\nexample.com/a.go:1.1,2.2 1 ${count}\n`]);
  });

  it('are not asked again by centers that are services of themselves or of each other', async () => {
    const requests: string[] = [];
    const options = { serviceTimeout: 5000, onRequest: (line: string) => requests.push(line) };
    const centers = [await openTestCenter(options), await openTestCenter(options)];
    try {
      for (const one of centers)
        for (const [name, { url }] of centers.entries())
          await one.request(`/v1/cover/register?name=${name}&address=${url}`, { method: 'POST' });
      const [first] = centers;
      for (const path of ['profile', 'profile?force=true', 'clear']) {
        requests.length = 0;
        const response = await first?.request(`/v1/cover/${path}`, { method: 'POST' });
        assert.equal(response?.status, 417);
        const asked = requests.filter((line) => line.includes('method=POST'));
        assert.ok(asked.length <= 15, asked.join('\n'));
      }
    } finally {
      for (const one of centers) await one.end();
    }
  });

  it('fail if they ran different versions of a file, unless the request is forced', async () => {
    await register('cart', await serveText('mode: count\na.go:1.1,2.2 1 1\n'));
    await register('cart', await serveText('mode: count\na.go:1.1,3.2 1 1\n'));
    const [status, message] = await error('profile');
    assert.equal(status, 417);
    assert.match(message, /"a\.go" has other blocks in http/);
    const [forced, text] = await answer('profile', { ...GOC, force: true });
    assert.equal(forced, 200);
    assert.match(text, /^mode: atomic\na\.go:1\.1,[23]\.2 1 1\n$/);
  });

  it('fail for unknown names, both kinds of names at once, and without any profile', async () => {
    await register('cart', 'http://127.0.0.1:1');
    assert.deepEqual(await error('profile', { service: ['none'] }), [417, 'service [none] not found']);
    assert.deepEqual(await error('profile', { address: ['http://x'] }), [
      417,
      'address [http://x] not found',
    ]);
    assert.equal((await error('profile', { service: ['cart'], address: ['http://127.0.0.1:1'] }))[0], 417);
    assert.deepEqual(await error('profile', { service: ['none'], force: true }), [417, 'no profiles']);
    assert.equal((await error('profile', { skipfile: ['('] }))[0], 400);
    assert.equal((await error('profile', [1]))[0], 400);
  });

  it('are cleared, removed one by one, and all at once', async () => {
    const address = await serveText('mode: count\n');
    await register('cart', address);
    await register('shop', 'http://127.0.0.1:1');
    assert.deepEqual(await answer('clear', { service: ['cart'] }), [
      200,
      `Register service ${address} coverage counter clear call successfully\n`,
    ]);
    assert.equal((await error('clear'))[0], 417);
    assert.deepEqual(await answer('remove', { address: ['http://127.0.0.1:1'] }), [
      200,
      'Register service http://127.0.0.1:1 removed from the center.',
    ]);
    assert.deepEqual(await list(), { cart: [address] });
    assert.deepEqual(await answer('init'), [200, '""']);
    assert.deepEqual(await list(), {});
    assert.deepEqual(readdirSync(join(center.directory, 'services')), []);
  });

  it('need the token', async () => {
    const other = await openTestCenter({ http: { host: '127.0.0.1', port: 0, token: 'x'.repeat(16) } });
    try {
      for (const path of [
        'register?name=a&address=http://127.0.0.1:1',
        'remove',
        'clear',
        'init',
        'profile',
      ]) {
        const response = await other.request(`/v1/cover/${path}`, { method: 'POST' });
        assert.equal(response.status, 401, path);
      }
    } finally {
      await other.end();
    }
  });
});
