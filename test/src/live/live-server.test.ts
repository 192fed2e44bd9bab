/** The server of the live page: what it refuses, and what it streams. */
import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { type LiveServer, openLiveServer } from '../../../src/live/live-server.js';
import type { RunModel } from '../../../src/live/run-model.js';
import { createLiveSource } from '../../../src/page/data/live-source.js';
import type { FileRow, RunMessage } from '../../../src/view/messages.js';
import { useRunModels } from '../../support/live-model.js';
import { makeProject, type Project } from '../../support/project.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the server of the live page', () => {
  let project: Project;
  let model: RunModel;
  let server: LiveServer;
  const open = useRunModels();

  before(() => {
    project = makeProject({ 'package.json': '{"name": "<i>shop</i>"}', 'src/a.js': 'let a;\n' });
  });
  after(() => project.remove());
  beforeEach(async () => {
    model = await open(project.root);
    server = await openLiveServer({ model });
  });
  afterEach(() => server.close());

  /** Sends exactly these headers, which `fetch` does not allow. */
  const send = (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
    body = '',
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = sendRequest({
        host: '127.0.0.1',
        port: server.port,
        path,
        method,
        headers,
        agent: false,
      });
      outgoing.on('error', reject);
      outgoing.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (response.headers['content-type']?.includes('ndjson')) outgoing.destroy();
        });
        response.once('close', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
      });
      outgoing.end(body);
    });
  const authorized = (more: Record<string, string> = {}) => ({
    authorization: `Bearer ${server.token}`,
    ...more,
  });

  const PATHS = [
    '/api/run?view=run',
    '/api/file?view=run&path=src/a.js',
    '/api/sessions?path=a',
    '/api/session-table',
  ];

  for (const path of PATHS) {
    it(`refuses ${path} without the token, or with another one`, async () => {
      assert.equal((await send(path)).status, 401);
      assert.equal((await send(path, { authorization: 'Bearer x' })).status, 401);
      assert.equal((await send(`${path}&token=${server.token}`)).status, 401);
      assert.equal((await send(path, authorized())).status, 200);
    });

    it(`refuses ${path} for pages of other origins and other hosts`, async () => {
      assert.equal((await send(path, authorized({ origin: 'http://evil.example' }))).status, 403);
      assert.equal((await send(path, authorized({ 'sec-fetch-site': 'cross-site' }))).status, 403);
      assert.equal((await send(path, authorized({ host: 'evil.example' }))).status, 403);
      assert.equal((await send(path, authorized({ origin: `http://127.0.0.1:${server.port}` }))).status, 200);
    });
  }

  it('sends the page without the token, also to a link of another site', async () => {
    const { status, headers, body } = await send('/', {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
    });
    assert.equal(status, 200);
    assert.match(headers['content-type'] ?? '', /^text\/html/);
    assert.match(body, /page\.js/);
    assert.equal((await send('/page.js')).status, 200);
    assert.equal((await send('/page.css')).status, 200);
  });

  it('ends the streams of a closed connection, also those that wait behind another one', async () => {
    const counts: number[] = [];
    const counted = await openLiveServer({ model, onViewers: (count) => counts.push(count) });
    const host = `127.0.0.1:${counted.port}`;
    const request = `GET /api/run HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${counted.token}\r\n\r\n`;
    const until = async (isReached: () => boolean) => {
      while (!isReached()) await setImmediate();
    };
    try {
      const socket = connect(counted.port, '127.0.0.1');
      socket.write(request.repeat(3));
      await until(() => counts.includes(3));
      socket.destroy();
      await until(() => counts.at(-1) === 0);
    } finally {
      await counted.close();
    }
  });

  it('refuses the page for a host name that is not of this machine', async () => {
    assert.equal((await send('/', { host: 'rebound.example' })).status, 403);
  });

  for (const path of ['/', '/page.js', '/nothing', '/api/run', '/api/act']) {
    it(`protects its answer to ${path}`, async () => {
      const { headers } = await send(path);
      assert.match(
        String(headers['content-security-policy']),
        /^default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      assert.match(String(headers['content-security-policy']), /require-trusted-types-for 'script'$/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['x-frame-options'], 'DENY');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
      assert.equal(headers['access-control-allow-origin'], undefined);
    });
  }

  for (const path of ['../package.json', '/etc/passwd', 'src/../../etc/passwd', '__proto__', 'constructor']) {
    it(`knows no file ${path}`, async () => {
      const { body } = await send(`/api/file?view=run&path=${encodeURIComponent(path)}`, authorized());
      assert.equal(JSON.parse(body).type, 'no file');
    });
  }

  it('answers 404 for other paths, and reads no file for them', async () => {
    for (const path of ['/../package.json', '/page.js/..%2f..%2fpackage.json', '/%2e%2e/package.json'])
      assert.equal((await send(path)).status, 404);
  });

  it('explains an invalid view, path and action', async () => {
    assert.match((await send('/api/run?view=x', authorized())).body, /Invalid view/);
    assert.match((await send('/api/file?view=run', authorized())).body, /Invalid path/);
    const act = (body: string) =>
      send('/api/act', authorized({ 'content-type': 'application/json' }), 'POST', body);
    for (const body of ['', '[]', '{', '{"kind":"x"}', '{"kind":"start session"}'])
      assert.equal((await act(body)).status, 400, body);
    const unnamed = await act('{"kind":"start session","name":""}');
    assert.equal(unnamed.status, 400);
    assert.match(JSON.parse(unnamed.body).error, /Invalid session name/);
    const reset = await act('{"kind":"reset"}');
    assert.equal(reset.status, 409);
    assert.match(JSON.parse(reset.body).error, /No process of the run answers/);
  });

  it('sends the state and all rows first', async () => {
    const { body } = await send('/api/run?view=run', authorized());
    const messages = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RunMessage);
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['state', 'rows'],
    );
    assert.equal(messages[0]?.type === 'state' && messages[0].state.project, '<i>shop</i>');
  });

  it('explains that a session, a mark or a Git ref does not exist', async () => {
    const first = async (query: string) => (await send(`/api/run?${query}`, authorized())).body;
    assert.match(await first('view=session:x'), /"no view"/);
    assert.match(await first('view=mark:3'), /"no view"/);
  });

  describe('with the data source of the page', () => {
    const sourceOf = (token: string) =>
      createLiveSource(token, (path, init) => fetch(`http://127.0.0.1:${server.port}${path}`, init));

    it('delivers messages, and stops when nobody follows', async () => {
      const rows = await new Promise<readonly FileRow[]>((resolve) => {
        const stop = sourceOf(server.token).followRun({
          view: { kind: 'run' },
          base: null,
          onConnection() {},
          onMessage(message) {
            if (message.type !== 'rows') return;
            stop();
            resolve(message.rows);
          },
        });
      });
      assert.deepEqual(rows, []);
    });

    it('explains that the token is old, and does not try again', async () => {
      const reason = await new Promise<string>((resolve) => {
        sourceOf('old').followRun({
          view: { kind: 'run' },
          base: null,
          onMessage() {},
          onConnection: (state) => state.kind === 'lost' && resolve(state.reason),
        });
      });
      assert.match(reason, /has no access.*Open the URL/);
    });

    it('connects again after the connection was lost', async () => {
      let attempts = 0;
      const kinds = await new Promise<readonly string[]>((resolve) => {
        const states: string[] = [];
        const source = createLiveSource(server.token, (path, init) => {
          attempts += 1;
          if (attempts === 1) return Promise.resolve(new Response('{"type":"x"}\n'));
          return fetch(`http://127.0.0.1:${server.port}${path}`, init);
        });
        const stop = source.followRun({
          view: { kind: 'run' },
          base: null,
          onMessage() {},
          onConnection({ kind }) {
            states.push(kind);
            if (states.length < 3) return;
            stop();
            resolve(states);
          },
        });
      });
      assert.deepEqual(kinds, ['connected', 'lost', 'connected']);
    });

    it('rejects refused actions with the reason', async () => {
      const { act } = sourceOf(server.token);
      await assert.rejects(act?.({ kind: 'reset' }) ?? Promise.resolve(), /No process of the run answers/);
      assert.deepEqual(await act?.({ kind: 'mark' }), {
        message: 'Mark 1 is set. Its view shows only what runs from now on.',
        mark: 1,
      });
    });
  });
});
