/** Tests that the port refuses requests of web pages, of other machines and without the token. */
import assert from 'node:assert/strict';
import { newApp } from './fake-actions.js';

const TOKEN = '0123456789abcdef';
const PATH = '/v1/cover/clear';

/** Sends a request, and checks that it was handled only if it was accepted. */
async function post(token: string | null, headers: Readonly<Record<string, string>>, isPrivate = false) {
  const { app, calls } = newApp({}, { token, isPrivate });
  const response = await app.request(PATH, { method: 'POST', headers });
  assert.equal(calls.length, response.status === 200 ? 1 : 0);
  assert.equal(response.headers.get('access-control-allow-origin'), null);
  return response;
}

describe('the request guard without a token', () => {
  const LOOPBACK = [
    'localhost',
    'LOCALHOST:7777',
    '127.0.0.1',
    '127.0.0.1:7777',
    '127.3.2.1:1',
    '[::1]',
    '[::1]:80',
    'localhost:',
    '127.255.255.254:65535',
    '[0:0:0:0:0:0:0:1]:7777',
    '[0000::0001]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
  ];

  for (const host of LOOPBACK) {
    it(`accepts requests to the host ${host}`, async () =>
      assert.equal((await post(null, { host })).status, 200));
  }

  const FOREIGN = [
    'evil.example',
    'evil.example:7777',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '127.evil.example',
    'localhost.',
    'localhost.:7777',
    'xn--lcalhost-8ya',
    'localhost_',
    '0.0.0.0:7777',
    '128.0.0.1',
    '10.0.0.1:7777',
    '[::]:7777',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[::127.0.0.1]',
    '[::2]',
  ];

  for (const host of FOREIGN) {
    it(`refuses requests to the host ${JSON.stringify(host)}, as after DNS rebinding`, async () => {
      const response = await post(null, { host });
      assert.equal(response.status, 403);
      assert.match(await response.text(), /localhost.*COVER_TOKEN/);
    });
  }
});

describe('the request guard, with and without a token,', () => {
  const MALFORMED = [
    '',
    ' ',
    'localhost, evil.example',
    'localhost, localhost',
    'localhost:7777@evil.example',
    'user@localhost',
    'user:password@localhost',
    'localhost:99999',
    'localhost:65536',
    'localhost:000080',
    'localhost:-1',
    'localhost:+80',
    'localhost:0x50',
    'localhost:80:80',
    'local host',
    'localhost/',
    'localhost/v1',
    'localhost?x',
    'localhost#x',
    'localhost\\',
    'http://localhost',
    '//localhost',
    'localhost%00',
    '%6cocalhost',
    'localhost%2eevil.example',
    'localhost..',
    '.localhost',
    '-localhost',
    'localhost;',
    "localhost'",
    '"localhost"',
    '*',
    ':80',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '127.0.0.01',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '127.0.0.256',
    '127.0.0.1.1',
    '127.0.0.0x1',
    'evil.example.1',
    '[::1',
    '::1',
    '::1]',
    '[::1]]',
    '[[::1]]',
    '[::1]80',
    '[]',
    '[localhost]',
    '[127.0.0.1]',
    '[::1%lo]',
    '[::1%25lo]',
    '[v1.::1]',
    '[::1]:99999',
    '[::1]:80:80',
    '[:::1]',
    'a'.repeat(300),
  ];

  for (const host of MALFORMED) {
    it(`refuses the malformed host ${JSON.stringify(host)}`, async () => {
      const response = await post(null, { host });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /expected one host/);
      assert.equal((await post(TOKEN, { host, authorization: `Bearer ${TOKEN}` })).status, 400);
    });
  }

  it('refuses a request without a Host header', async () => {
    assert.equal((await post(null, {})).status, 400);
    assert.equal((await post(TOKEN, { authorization: `Bearer ${TOKEN}` })).status, 400);
  });
});

describe('the request guard with a token', () => {
  const host = 'pod-1.example:7777';

  for (const authorization of [`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `BEARER   ${TOKEN}`]) {
    it(`accepts the authorization ${authorization} for any host`, async () => {
      assert.equal((await post(TOKEN, { host, authorization })).status, 200);
    });
  }

  const WRONG = [
    '',
    'Bearer',
    `Basic ${TOKEN}`,
    TOKEN,
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer ${TOKEN.toUpperCase()}`,
    `Bearer ${TOKEN}, Bearer ${TOKEN}`,
    'Bearer null',
  ];

  for (const authorization of WRONG) {
    it(`refuses the authorization ${JSON.stringify(authorization)}`, async () => {
      const response = await post(TOKEN, { host: 'localhost', authorization });
      assert.equal(response.status, 401);
      assert.equal(response.headers.get('www-authenticate'), 'Bearer');
      assert.ok(!(await response.text()).includes(TOKEN));
    });
  }

  it('refuses requests without authorization for every path and method', async () => {
    const { app, calls } = newApp({}, { token: TOKEN, isPrivate: false });
    for (const path of ['/v1/cover/profile', '/v1/cover/events', '/test', '/nothing']) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST'])
        assert.equal((await app.request(path, { method, headers: { host: 'localhost' } })).status, 401);
    }
    assert.deepEqual(calls, []);
  });
});

for (const token of [null, TOKEN]) {
  describe(`the request guard against web pages, ${token ? 'with' : 'without'} a token,`, () => {
    const host = 'localhost:7777';
    const trusted = { host, authorization: `Bearer ${TOKEN}` };

    for (const origin of [
      'http://evil.example',
      'null',
      'https://localhost:7777',
      'http://localhost:3000',
      'http://localhost',
    ]) {
      it(`refuses requests of the origin ${origin}`, async () => {
        const response = await post(token, { ...trusted, origin });
        assert.equal(response.status, 403);
        assert.match(await response.text(), /web pages have no access/);
      });
    }

    for (const site of ['cross-site', 'same-site', 'none, cross-site']) {
      it(`refuses requests with Sec-Fetch-Site: ${site}`, async () => {
        assert.equal((await post(token, { ...trusted, 'sec-fetch-site': site })).status, 403);
      });
    }

    it('accepts requests that a user typed, and requests of its own origin', async () => {
      assert.equal((await post(token, { ...trusted, 'sec-fetch-site': 'none' })).status, 200);
      const own = { ...trusted, 'sec-fetch-site': 'same-origin', origin: 'http://LOCALHOST:7777' };
      assert.equal((await post(token, own)).status, 200);
    });
  });
}

describe('the request guard', () => {
  it('returns printable lines of limited length, whatever the headers contain', async () => {
    const long = `\u009b2J##[command]${'x'.repeat(10_000)}`;
    for (const [token, headers] of [
      [null, { host: long }],
      [null, { host: 'localhost', origin: long }],
      [null, { host: 'localhost', 'sec-fetch-site': long }],
      [null, { host: `${'x.'.repeat(120)}example` }],
      [TOKEN, { host: 'localhost', authorization: long }],
    ] as const) {
      const body = await (await post(token, headers)).text();
      assert.match(body, /^[ -~…]{20,800}\n$/);
      assert.ok(!body.includes('##['), body);
    }
  });

  it('accepts every request on the private socket, which only its owner can connect to', async () => {
    const headers = { host: 'evil.example', origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await post(TOKEN, headers, true)).status, 200);
  });

  it('refuses a request before it reads the body', async () => {
    const { app } = newApp({}, { token: TOKEN, isPrivate: false });
    const body = new ReadableStream(
      {
        pull: () => assert.fail('the body was read'),
      },
      { highWaterMark: 0 },
    );
    const headers = { host: 'localhost' };
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
    assert.equal((await app.request('/v1/cover/profile', init)).status, 401);
  });
});
