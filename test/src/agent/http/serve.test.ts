/** Tests over real sockets that every client gets a response or is disconnected, and that the server continues. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentActions, EncodedProfileFiles } from '../../../../src/agent/actions/agent-actions.js';
import type { HttpAppOptions } from '../../../../src/agent/http/routes.js';
import { createServer, type HttpApp, type ServerLimits } from '../../../../src/agent/http/serve.js';
import type { CountersEvent } from '../../../../src/agent/peers/counters-event.js';
import { metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { newApp } from './fake-actions.js';

const LIMIT = 2 ** 20;
const PROFILE = '/v1/cover/profile';

const OWNER = { token: () => 'token-of-the-owner', path: () => undefined };
const AS_OWNER = `Authorization: Bearer ${OWNER.token()}`;

interface Served {
  readonly server: Server;
  readonly port: number;
  readonly calls: readonly (readonly unknown[])[];
  readonly failures: readonly unknown[];
}

describe('the server', () => {
  let open: Server[] = [];
  let sockets: Socket[] = [];

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    for (const server of open) server.closeAllConnections();
    await Promise.all(open.map((server) => new Promise((resolve) => server.close(resolve))));
    open = [];
    sockets = [];
  });

  async function listen(
    app: HttpApp,
    limits: Partial<ServerLimits>,
    address: number | string,
  ): Promise<Server> {
    const server = createServer(app, limits);
    open.push(server);
    if (typeof address === 'number') server.listen(address, '127.0.0.1');
    else server.listen(address);
    await once(server, 'listening');
    return server;
  }

  async function serve(
    changes: Partial<AgentActions> = {},
    limits: Partial<ServerLimits> = {},
    options: Partial<HttpAppOptions> = {},
  ): Promise<Served> {
    const { app, calls, failures } = newApp(changes, { isPrivate: false, ownerToken: OWNER, ...options });
    const server = await listen(app, limits, 0);
    return { server, port: (server.address() as AddressInfo).port, calls, failures };
  }

  /** Opens a connection, and writes the lines to it unchanged. */
  function dial(port: number, ...lines: readonly string[]): Socket {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}); // a reset counts as closing
    sockets.push(socket);
    if (lines.length > 0) socket.write(lines.join('\r\n'));
    return socket;
  }

  /** Resolves with everything that arrives until the other side closes. */
  async function restOf(socket: Socket): Promise<string> {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    await once(socket, 'close');
    return text;
  }

  async function assertLives({ port }: Pick<Served, 'port'>): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${port}/test`);
    assert.equal(response.status, 200);
    await response.text();
  }

  it("responds to goc's client", async () => {
    const { port } = await serve();
    const response = await fetch(`http://localhost:${port}${PROFILE}?skipfile=/b%5C.&skipfile=^test/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"force":false,"service":null,"address":null,"coverfile":null,"skipfile":null}',
    });
    assert.equal(await response.text(), 'mode: atomic\nsrc/a.ts:1.17,1.24 1 3\nsrc/a.ts:1.24,1.28 1 0\n');
  });

  it('responds to HEAD, OPTIONS and TRACE', async () => {
    const { port } = await serve();
    const statuses = { HEAD: '200', OPTIONS: '204', TRACE: '405' };
    for (const [method, status] of Object.entries(statuses)) {
      const socket = dial(
        port,
        `${method} ${PROFILE} HTTP/1.1`,
        'Host: localhost',
        'Connection: close',
        '',
        '',
      );
      const answer = await restOf(socket);
      assert.ok(answer.startsWith(`HTTP/1.1 ${status} `), answer);
      assert.ok(method === 'TRACE' || answer.endsWith('\r\n\r\n'), answer);
    }
  });

  it('keeps the global classes of the application', async () => {
    const { Request, Response } = globalThis;
    await assertLives(await serve());
    assert.equal(globalThis.Request, Request);
    assert.equal(globalThis.Response, Response);
  });

  it('accepts hosts with an empty port, and no other colon at the end', async () => {
    const { port } = await serve();
    for (const [host, status] of [
      ['127.0.0.1:', 200],
      ['localhost:', 200],
      ['[::1]:', 200],
      ['localhost::', 400],
      ['localhost:80:', 400],
      ['evil.example:', 403],
      [':', 400],
    ] as const) {
      const answer = await restOf(
        dial(port, 'GET /test HTTP/1.1', `Host: ${host}`, 'Connection: close', '', ''),
      );
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), host);
    }
  });

  describe('on a private socket', () => {
    let directory: string;

    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    });

    afterEach(() => rmSync(directory, { recursive: true, force: true }));

    it('accepts requests with any Host header or none', async function () {
      if (process.platform === 'win32') return this.skip();
      const path = join(directory, 'socket');
      await listen(newApp().app, {}, path);
      for (const head of ['GET /test HTTP/1.1\r\nHost: any.example', 'GET /test HTTP/1.0']) {
        const socket = connect(path);
        sockets.push(socket);
        socket.write(`${head}\r\nConnection: close\r\n\r\n`);
        const answer = await restOf(socket);
        assert.ok(answer.startsWith('HTTP/1.1 200 '), answer);
      }
    });
  });

  describe('reading a body', () => {
    /** Returns a JSON object of the given size in bytes. */
    const bodyOf = (size: number) => `{"skipfile": ["^test/"]${' '.repeat(size - 24)}}`;

    /** Resolves with the status for a body of this size, sent with its length or in chunks. */
    function postOf(port: number, size: number, isChunked: boolean): Promise<number> {
      return new Promise((resolve, reject) => {
        const headers = isChunked ? {} : { 'content-length': size };
        const asked = request({ port, host: '127.0.0.1', path: PROFILE, method: 'POST', headers });
        asked.once('response', (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        });
        asked.once('error', reject);
        const body = bodyOf(size);
        for (let from = 0; from < size; from += 2 ** 16) asked.write(body.slice(from, from + 2 ** 16));
        asked.end();
      });
    }

    for (const isChunked of [false, true]) {
      it(`accepts at most 1 MiB ${isChunked ? 'in chunks' : 'with a Content-Length'}`, async () => {
        const served = await serve();
        assert.equal(await postOf(served.port, LIMIT, isChunked), 200);
        assert.equal(served.calls.length, 1);
        assert.equal(await postOf(served.port, LIMIT + 1, isChunked), 413);
        assert.equal(await postOf(served.port, 2 * LIMIT, isChunked), 413);
        assert.equal(served.calls.length, 1);
        assert.deepEqual(served.failures, []);
        await assertLives(served);
      });
    }

    it('refuses a request whose Content-Length is too large without reading the body', async () => {
      const { port, calls } = await serve();
      const socket = dial(
        port,
        `POST ${PROFILE} HTTP/1.1`,
        'Host: localhost',
        'Content-Length: 999999999',
        '',
        '',
      );
      const [chunk] = await once(socket, 'data');
      assert.ok(String(chunk).startsWith('HTTP/1.1 413 '), String(chunk));
      assert.deepEqual(calls, []);
    });

    it('changes nothing if the client disconnects within the body', async () => {
      const served = await serve();
      const { server, port } = served;
      for (const headers of [['Content-Length: 10'], ['Transfer-Encoding: chunked']]) {
        const asked = once(server, 'request');
        const socket = dial(
          port,
          'POST /v1/cover/stop HTTP/1.1',
          'Host: localhost',
          AS_OWNER,
          ...headers,
          '',
          '1',
        );
        const [, outgoing] = await asked;
        const closed = once(outgoing, 'close');
        socket.destroy();
        await closed;
      }
      await assertLives(served);
      assert.deepEqual(
        served.calls.map(([action]) => action),
        ['status'],
      );
      assert.deepEqual(served.failures, []);
    });
  });

  describe('a malformed request', () => {
    const MALFORMED: readonly [title: string, status: number, lines: readonly string[]][] = [
      ['that is not HTTP', 400, ['\u0016\u0003\u0001 hello', '', '']],
      ['of HTTP/1.1 without a Host header', 400, ['GET /test HTTP/1.1', '', '']],
      [
        'with two Content-Length headers',
        400,
        ['POST /test HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Content-Length: 2', '', 'ab'],
      ],
      [
        'with an invalid chunk',
        400,
        ['POST /test HTTP/1.1', 'Host: localhost', 'Transfer-Encoding: chunked', '', 'x', ''],
      ],
      ['with an invalid URL', 400, ['GET http://[ HTTP/1.1', 'Host: localhost', 'Connection: close', '', '']],
      ['with an invalid Host header', 400, ['GET /test HTTP/1.1', 'Host: a b', 'Connection: close', '', '']],
      [
        'with too large headers',
        431,
        ['GET /test HTTP/1.1', 'Host: localhost', `X: ${'x'.repeat(20_000)}`, '', ''],
      ],
      ['of HTTP/1.0 without a Host header', 400, ['GET /test HTTP/1.0', '', '']],
      [
        'with two Host headers',
        400,
        ['GET /test HTTP/1.1', 'Host: localhost', 'Host: a', 'Connection: close', '', ''],
      ],
    ];

    for (const [title, status, lines] of MALFORMED) {
      it(`${title} causes the status ${status} and closes the connection`, async () => {
        const served = await serve();
        const answer = await restOf(dial(served.port, ...lines));
        assert.ok(answer.startsWith(`HTTP/1.1 ${status} `), answer);
        await assertLives(served);
      });
    }
  });

  describe('the server disconnects clients', () => {
    it('that exceed the maximum number of connections', async () => {
      const served = await serve({}, { connections: 1 });
      const first = dial(served.port);
      await once(served.server, 'connection');
      assert.equal(await restOf(dial(served.port, 'GET /test HTTP/1.1', 'Host: localhost', '', '')), '');
      first.end();
      await once(first.resume(), 'close');
      await assertLives(served);
    });

    it('that do not complete their headers', async () => {
      const served = await serve({}, { headers: 20, request: 10_000 });
      const answer = await restOf(dial(served.port, 'GET /test HTTP/1.1', 'Host: localhost', 'X-A'));
      assert.ok(answer.startsWith('HTTP/1.1 408 '), answer);
      assert.ok(served.server.listening);
    });

    it('that do not complete their body', async () => {
      const served = await serve({}, { headers: 20, request: 20 });
      const head = [
        'POST /v1/cover/stop HTTP/1.1',
        'Host: localhost',
        AS_OWNER,
        'Content-Length: 10',
        '',
        'abc',
      ];
      const answer = await restOf(dial(served.port, ...head));
      assert.ok(answer.startsWith('HTTP/1.1 408 '), answer);
      assert.ok(served.server.listening);
      assert.equal(
        served.calls.some(([action]) => action === 'stop'),
        false,
      );
      assert.deepEqual(served.failures, []);
    });

    it('that send nothing', async () => {
      const { port } = await serve({}, { silence: 20 });
      assert.equal(await restOf(dial(port)), '');
    });

    it('that do not read the response', async () => {
      const large: EncodedProfileFiles = new Map([[metaNameOf('0'.repeat(32)), new Uint8Array(64 * LIMIT)]]);
      const served = await serve({ profile: async () => large }, { silence: 300 });
      const accepted = once(served.server, 'connection');
      const headers = ['Host: localhost', 'Accept: application/octet-stream'];
      const caller = dial(served.port, `GET ${PROFILE} HTTP/1.1`, ...headers, '', '').pause();
      const [socket] = (await accepted) as [Socket];
      await once(socket, 'close');
      const { length } = await restOf(caller.resume());
      assert.ok(length < 64 * LIMIT, `${length} characters came`);
      assert.ok(served.server.listening);
      assert.deepEqual(served.failures, []);
    });
  });

  it('continues if a client disconnects before the response', async () => {
    let finish = (_: readonly number[]) => {};
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const served = await serve({
      stop: () =>
        new Promise((resolve) => {
          finish = resolve;
          begin();
        }),
    });
    const accepted = once(served.server, 'connection');
    const socket = dial(served.port, 'POST /v1/cover/stop HTTP/1.1', 'Host: localhost', AS_OWNER, '', '');
    const [server] = (await accepted) as [Socket];
    await begun;
    socket.destroy();
    await once(server, 'close');
    finish([42]);
    await assertLives(served);
    assert.deepEqual(served.failures, []);
  });

  describe('an event stream', () => {
    const EVENTS = ['GET /v1/cover/events HTTP/1.1', 'Host: localhost', '', ''];

    /** Returns a watch action that records the signals it receives. */
    function newWatch(events: (signal: AbortSignal) => AsyncIterable<CountersEvent>) {
      const watched: AbortSignal[] = [];
      const watch = (_: unknown, signal: AbortSignal) => {
        watched.push(signal);
        return events(signal);
      };
      return { watch, watched };
    }

    async function* nothing(signal: AbortSignal): AsyncIterable<CountersEvent> {
      if (!signal.aborted) await once(signal, 'abort');
      yield* [];
    }

    it('sends its headers immediately and ends when the client disconnects', async () => {
      const { watch, watched } = newWatch(nothing);
      const { port, failures } = await serve({ watch });
      const socket = dial(port, ...EVENTS);
      let text = '';
      while (!text.includes('\n: ')) text += (await once(socket, 'data'))[0];
      assert.match(text, /^HTTP\/1\.1 200 .*content-type: text\/event-stream/is);
      const [signal] = watched;
      assert.equal(signal?.aborted, false);
      const aborted = once(signal ?? assert.fail(), 'abort');
      socket.destroy();
      await aborted;
      assert.deepEqual(failures, []);
    });

    it('stays open for a client that reads while there are no events', async () => {
      const { watch, watched } = newWatch(nothing);
      const { port } = await serve({ watch }, { silence: 400 }, { heartbeat: 5 });
      const socket = dial(port, ...EVENTS);
      let text = '';
      // Longer than the maximum silence.
      while (text.split('\n:\n').length < 120) text += (await once(socket, 'data'))[0];
      assert.equal(watched[0]?.aborted, false);
    });

    it('stops requesting events and disconnects a client that does not read', async () => {
      let taken = 0;
      const path = 'x'.repeat(LIMIT);
      const { watch, watched } = newWatch(async function* (signal) {
        for (; !signal.aborted; taken++)
          yield { pid: 1, time: '', files: [{ path, meta: 'ab', counters: [] }] };
      });
      const { server, port, failures } = await serve({ watch }, { silence: 300 }, { heartbeat: 10 });
      const accepted = once(server, 'connection');
      dial(port, ...EVENTS).pause();
      const [socket] = (await accepted) as [Socket];
      await once(socket, 'close');
      assert.ok(taken < 64, `${taken} events of 1 MiB were taken`);
      assert.ok(watched[0]?.aborted);
      assert.deepEqual(failures, []);
    });
  });
});
