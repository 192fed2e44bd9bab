/**
 * Tests attacks over real connections: each gets the response in the table, or the connection is closed, and none of them
 * causes an action. The server answers the next client as before.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { coalesceCalls } from '../../../../src/agent/actions/coalesce.js';
import { createServer, type ServerLimits } from '../../../../src/agent/http/serve.js';
import { DUMP, newApp } from './fake-actions.js';

const CLEAR = 'POST /v1/cover/clear HTTP/1.1';
const STOP = 'POST /v1/cover/stop HTTP/1.1';
const HOST = 'Host: localhost';
const CLOSE = 'Connection: close';

/** Statuses of all responses on the connection; `closed`: none. */
type Expected = readonly number[] | 'closed';

type Attack = readonly [title: string, expected: Expected, lines: readonly string[]];

/** Each ends with `Connection: close` or is malformed, so that the server closes the connection. */
const ATTACKS: readonly Attack[] = [
  // The target of the request
  [
    'an absolute target of another host',
    [400],
    ['POST http://evil.example/v1/cover/clear HTTP/1.1', HOST, '', ''],
  ],
  [
    'an absolute target with a user',
    [400],
    ['POST http://localhost@evil.example/v1/cover/clear HTTP/1.1', HOST, '', ''],
  ],
  [
    'an absolute target of another port',
    [400],
    ['POST http://localhost:1/v1/cover/clear HTTP/1.1', HOST, '', ''],
  ],
  ['an absolute https target', [400], ['POST https://localhost/v1/cover/clear HTTP/1.1', HOST, '', '']],
  ['an absolute target of an unknown scheme', [400], ['POST file:///v1/cover/clear HTTP/1.1', HOST, '', '']],
  ['the target *', [400], ['OPTIONS * HTTP/1.1', HOST, '', '']],
  ['CONNECT', [405], ['CONNECT localhost:80 HTTP/1.1', HOST, '', '']],
  ['a path without a slash', [400], ['POST v1/cover/clear HTTP/1.1', HOST, '', '']],
  ['a path of two slashes', [404], ['POST //localhost/v1/cover/clear HTTP/1.1', HOST, CLOSE, '', '']],
  ['a path with dots', [404], ['POST /x/%2e%2e%2fv1/cover/clear HTTP/1.1', HOST, CLOSE, '', '']],
  ['a path with a null byte', [400], ['POST /v1/cover/clear\0 HTTP/1.1', HOST, '', '']],
  ['a path with an encoded null byte', [404], ['POST /v1/cover/clear%00 HTTP/1.1', HOST, CLOSE, '', '']],
  [
    'a path with an encoded line break',
    [404],
    ['POST /v1/cover/clear%0d%0aX:1 HTTP/1.1', HOST, CLOSE, '', ''],
  ],
  ['a path with a raw line feed', [400], ['POST /v1/cover/clear\nX: 1 HTTP/1.1', HOST, '', '']],
  [
    'a target of 20,000 characters',
    [431],
    [`GET /v1/cover/profile?process=${'x'.repeat(20_000)} HTTP/1.1`, HOST, '', ''],
  ],
  [
    'a scope of 10,000 characters',
    [400],
    [`POST /v1/cover/clear?process=${'x'.repeat(10_000)} HTTP/1.1`, HOST, CLOSE, '', ''],
  ],
  // Methods and versions
  ['an unknown method', [400], ['CLEAR /v1/cover/clear HTTP/1.1', HOST, '', '']],
  ['a method in lower case', [400], ['post /v1/cover/clear HTTP/1.1', HOST, '', '']],
  ['GET on a route that changes something', [405], ['GET /v1/cover/clear HTTP/1.1', HOST, CLOSE, '', '']],
  [
    'a method override',
    [405],
    ['GET /v1/cover/clear?_method=POST HTTP/1.1', HOST, 'X-HTTP-Method-Override: POST', CLOSE, '', ''],
  ],
  ['HTTP/1.0 without a host', [400], ['POST /v1/cover/clear HTTP/1.0', '', '']],
  ['HTTP/0.9', [400], ['POST /v1/cover/clear', '', '']],
  ['HTTP/2 with prior knowledge', [400], ['PRI * HTTP/2.0', '', 'SM', '', '']],
  ['an unknown version', [400], ['POST /v1/cover/clear HTTP/9.9', HOST, '', '']],
  // Hosts: request-guard.test.ts has the values
  ['no host', [400], [CLEAR, '', '']],
  ['two hosts', [400], [CLEAR, HOST, 'Host: evil.example', CLOSE, '', '']],
  ['the same host twice', [400], [CLEAR, HOST, HOST, CLOSE, '', '']],
  ['a foreign host', [403], [CLEAR, 'Host: evil.example', CLOSE, '', '']],
  ['a forwarded host', [403], [CLEAR, 'Host: evil.example', 'X-Forwarded-Host: localhost', CLOSE, '', '']],
  // Web pages
  ['a foreign origin', [403], [CLEAR, HOST, 'Origin: http://evil.example', CLOSE, '', '']],
  [
    'two origins',
    [403],
    [CLEAR, HOST, 'Origin: http://localhost', 'Origin: http://evil.example', CLOSE, '', ''],
  ],
  [
    'a preflight request',
    [403],
    [
      'OPTIONS /v1/cover/clear HTTP/1.1',
      HOST,
      'Origin: http://evil.example',
      'Access-Control-Request-Method: POST',
      CLOSE,
      '',
      '',
    ],
  ],
  ['fetch metadata of another site', [403], [CLEAR, HOST, 'Sec-Fetch-Site: cross-site', CLOSE, '', '']],
  [
    'fetch metadata twice',
    [403],
    [CLEAR, HOST, 'Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site', CLOSE, '', ''],
  ],
  [
    'a WebSocket of a page',
    [403],
    [
      'GET /v1/cover/events HTTP/1.1',
      HOST,
      'Origin: http://evil.example',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      '',
      '',
    ],
  ],
  // Two readings of one request
  [
    'a length and chunks',
    [400],
    [CLEAR, HOST, 'Content-Length: 4', 'Transfer-Encoding: chunked', '', '0', '', STOP],
  ],
  [
    'chunks and a length',
    [400],
    [CLEAR, HOST, 'Transfer-Encoding: chunked', 'Content-Length: 4', '', '0', '', ''],
  ],
  ['two lengths', [400], [CLEAR, HOST, 'Content-Length: 0', 'Content-Length: 4', '', 'abcd']],
  ['a list of lengths', [400], [CLEAR, HOST, 'Content-Length: 4, 4', '', 'abcd']],
  ['a negative length', [400], [CLEAR, HOST, 'Content-Length: -1', '', '']],
  ['a length with a sign', [400], [CLEAR, HOST, 'Content-Length: +4', '', 'abcd']],
  ['a hexadecimal length', [400], [CLEAR, HOST, 'Content-Length: 0x4', '', 'abcd']],
  ['a length of 20 digits', [400], [CLEAR, HOST, 'Content-Length: 99999999999999999999', '', '']],
  [
    'an encoding that does not end with chunked',
    [400],
    [CLEAR, HOST, 'Transfer-Encoding: chunked, identity', '', '0', '', ''],
  ],
  ['an unknown encoding', [400], [CLEAR, HOST, 'Transfer-Encoding: xchunked', '', '0', '', '']],
  [
    'an encoding before a colon with a space',
    [400],
    [CLEAR, HOST, 'Transfer-Encoding : chunked', '', '0', '', ''],
  ],
  ['a chunk of a negative size', [400], [CLEAR, HOST, 'Transfer-Encoding: chunked', '', '-1', '', '']],
  [
    'a chunk of 16 hexadecimal digits',
    [400],
    [CLEAR, HOST, 'Transfer-Encoding: chunked', '', 'fffffffffffffffff', '', ''],
  ],
  [
    'a chunk of the wrong size',
    [400],
    [CLEAR, HOST, 'Transfer-Encoding: chunked', '', '2', 'abcd', '0', '', ''],
  ],
  ['a folded header', [400], [CLEAR, HOST, 'X-Folded: a', ' b', CLOSE, '', '']],
  ['a header without a colon', [400], [CLEAR, HOST, 'nothing', '', '']],
  ['a header without a name', [400], [CLEAR, HOST, ': x', '', '']],
  ['a header with a null byte', [400], [CLEAR, HOST, 'X: a\0b', '', '']],
  ['a bare carriage return in a header', [400], [CLEAR, HOST, 'X: a\rHost: evil.example', '', '']],
  ['headers of 20,000 characters', [431], [CLEAR, HOST, `X: ${'x'.repeat(20_000)}`, '', '']],
  [
    'an origin after 3,000 other headers',
    [403],
    [CLEAR, HOST, ...Array.from({ length: 3_000 }, () => 'a:'), 'Origin: http://evil.example', CLOSE, '', ''],
  ],
  // Expectations and tokens
  ['an unknown expectation', [417], [CLEAR, HOST, 'Expect: everything', CLOSE, '', '']],
  ['a stop request without a token', [403], [STOP, HOST, CLOSE, '', '']],
  [
    'a stop request with two tokens',
    [403],
    [STOP, HOST, 'Authorization: Bearer the-token-of-the-owner', 'Authorization: Bearer x', CLOSE, '', ''],
  ],
  [
    'a stop request with the token in the query',
    [403],
    ['POST /v1/cover/stop?token=the-token-of-the-owner HTTP/1.1', HOST, CLOSE, '', ''],
  ],
  [
    'a stop request with the token in a cookie',
    [403],
    [STOP, HOST, 'Cookie: Authorization=Bearer the-token-of-the-owner', CLOSE, '', ''],
  ],
  [
    'a stop request with another scheme',
    [403],
    [STOP, HOST, 'Authorization: Basic the-token-of-the-owner', CLOSE, '', ''],
  ],
  // Several requests
  [
    'a refused request before a stop request',
    [403, 403],
    [CLEAR, 'Host: evil.example', '', STOP, HOST, CLOSE, '', ''],
  ],
  [
    'a body that looks like a request',
    [405],
    [
      'GET /v1/cover/clear HTTP/1.1',
      HOST,
      `Content-Length: ${CLEAR.length + 21}`,
      CLOSE,
      '',
      CLEAR,
      HOST,
      '',
      '',
    ],
  ],
  // Bodies
  ['a body that is too long', [413], [CLEAR, HOST, 'Content-Length: 9999999', CLOSE, '', '']],
];

describe('an attack over HTTP', () => {
  const sockets: Socket[] = [];
  let servers: Server[] = [];

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    servers = [];
  });

  async function serve(limits: Partial<ServerLimits> = {}, changes: Parameters<typeof newApp>[0] = {}) {
    const ownerToken = { token: () => 'the-token-of-the-owner', path: () => undefined };
    const { app, calls, failures } = newApp(changes, { isPrivate: false, ownerToken });
    const server = createServer(app, limits);
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { server, port: (server.address() as AddressInfo).port, calls, failures };
  }

  function dial(port: number): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}); // a reset counts as closing
    sockets.push(socket);
    return socket;
  }

  /** Sends the lines, and resolves with everything that arrives until the server closes the connection. */
  async function send(port: number, lines: readonly string[]): Promise<string> {
    const socket = dial(port).setEncoding('latin1');
    let answer = '';
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.write(lines.join('\r\n'));
    await closed(socket);
    return answer;
  }

  /** Unlike `once`, it resolves after an error, too. */
  const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

  const statusesIn = (answer: string) =>
    [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

  for (const [title, expected, lines] of ATTACKS) {
    it(`by ${title} gets ${String(expected)} and causes no action`, async () => {
      const { port, calls, failures } = await serve();
      const answer = await send(port, lines);
      assert.deepEqual(statusesIn(answer), expected === 'closed' ? [] : expected, answer);
      assert.ok(!answer.includes('the-token-of-the-owner'));
      assert.deepEqual(calls, []);
      assert.deepEqual(failures, []);
      assert.deepEqual(statusesIn(await send(port, ['GET /test HTTP/1.1', HOST, CLOSE, '', ''])), [200]);
    });
  }

  it('by CONNECT whose client resets the connection leaves the server running', async () => {
    const { port, server } = await serve();
    for (let attempt = 0; attempt < 20; attempt++) {
      const asked = once(server, 'connect');
      const socket = dial(port);
      socket.write(['CONNECT localhost:80 HTTP/1.1', HOST, '', ''].join('\r\n'));
      const [, accepted] = (await asked) as [unknown, Socket];
      const ended = closed(accepted);
      socket.resetAndDestroy();
      // An error that nobody handles would end the process, so the test would fail.
      accepted.destroy(new Error('reset'));
      await ended;
    }
    assert.deepEqual(statusesIn(await send(port, ['GET /test HTTP/1.1', HOST, CLOSE, '', ''])), [200]);
  });

  it('by an upgrade request gets the response of an ordinary request', async () => {
    const { port } = await serve();
    const upgrade = ['Upgrade: websocket', 'Connection: upgrade, close'];
    assert.deepEqual(statusesIn(await send(port, ['GET /test HTTP/1.1', HOST, ...upgrade, '', ''])), [200]);
  });

  it('accepts an absolute target of the same host, as from a proxy', async () => {
    const { port } = await serve();
    const answer = await send(port, ['GET http://LOCALHOST/test HTTP/1.1', HOST, CLOSE, '', '']);
    assert.deepEqual(statusesIn(answer), [200]);
  });

  it('accepts a client that waits for 100 Continue', async () => {
    const { port } = await serve();
    const expect = ['Expect: 100-continue', 'Content-Length: 2', CLOSE, '', '{}'];
    assert.deepEqual(statusesIn(await send(port, [CLEAR, HOST, ...expect])), [100, 200]);
  });

  it('by a body of chunks without an end is refused, and disconnected', async () => {
    const { port, calls } = await serve({ headers: 200, request: 200 });
    const socket = dial(port).setEncoding('latin1');
    let answer = '';
    socket.on('data', (chunk: string) => {
      answer += chunk;
    });
    socket.write([CLEAR, HOST, 'Transfer-Encoding: chunked', '', ''].join('\r\n'));
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk)) sent += 1;
    };
    socket.on('drain', pour);
    pour();
    await closed(socket);
    assert.ok(answer === '' || statusesIn(answer).every((status) => [408, 413].includes(status)), answer);
    assert.ok(sent < 10_000, `${sent} chunks were accepted`);
    assert.deepEqual(calls, []);
  });

  it('by one byte of the headers at a time is disconnected', async () => {
    const { port, calls } = await serve({ headers: 100, request: 5_000 });
    const socket = dial(port).setEncoding('latin1');
    let answer = '';
    socket.on('data', (part: string) => {
      answer += part;
    });
    const bytes = [CLEAR, HOST, `X: ${'x'.repeat(10_000)}`].join('\r\n');
    let next = 0;
    const drip = setInterval(() => socket.write(bytes[next++] ?? 'x'), 5);
    await closed(socket);
    clearInterval(drip);
    assert.deepEqual(statusesIn(answer), [408]);
    assert.deepEqual(calls, []);
  });

  it('by 1,000 pipelined requests gets 1,000 responses', async () => {
    const { port, calls } = await serve();
    const one = ['GET /test HTTP/1.1', HOST, '', ''].join('\r\n');
    const last = ['GET /test HTTP/1.1', HOST, CLOSE, '', ''].join('\r\n');
    const answer = await send(port, [one.repeat(999) + last]);
    assert.equal(statusesIn(answer).length, 1_000);
    assert.equal(calls.length, 1_000);
  });

  it('by 10,000 concurrent dumps on 200 connections gets 10,000 responses for two dumps', async function () {
    this.timeout(180_000); // on a busy machine
    let requests = 0;
    let dumps = 0;
    let release = () => {};
    const allRequested = new Promise<void>((resolve) => {
      release = resolve;
    });
    const dumpOnce = coalesceCalls(async () => {
      dumps += 1;
      await allRequested;
      return [DUMP];
    });
    const dump = () => {
      requests += 1;
      if (requests === 10_000) release();
      return dumpOnce();
    };
    const { port, failures } = await serve({}, { dump });
    const head = ['POST /v1/cover/dump HTTP/1.1', HOST, ''];
    const lines = [
      `${[...head, ''].join('\r\n').repeat(49)}${[...head.slice(0, 2), CLOSE, ''].join('\r\n')}`,
      '',
    ];
    const answers = await Promise.all(Array.from({ length: 200 }, () => send(port, lines)));
    assert.deepEqual(new Set(answers.flatMap(statusesIn)), new Set([200]));
    assert.equal(answers.flatMap(statusesIn).length, 10_000);
    assert.equal(dumps, 2); // all requests after the first one share the second
    assert.deepEqual(failures, []);
  });

  it('by more connections than allowed is disconnected, and leaves those that are open alone', async () => {
    const { port, server } = await serve({ connections: 3 });
    const open = [dial(port), dial(port), dial(port)];
    for (let accepted = 0; accepted < 3; accepted++) await once(server, 'connection');
    const refused = await Promise.all(
      Array.from({ length: 50 }, () => send(port, ['GET /test HTTP/1.1', HOST, '', ''])),
    );
    assert.deepEqual(new Set(refused), new Set(['']));
    const [first] = open;
    first?.write(['GET /test HTTP/1.1', HOST, CLOSE, '', ''].join('\r\n'));
    const [answer] = (await once(first ?? assert.fail(), 'data')) as [Buffer];
    assert.deepEqual(statusesIn(String(answer)), [200]);
  });
});
