/** Tests that a request to a private socket returns a complete response, or fails with an error that shows why. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import {
  hasAgentEnded,
  isListening,
  isSocketAbandoned,
  openAgentEvents,
  requestAgent,
} from '../../../../src/agent/peers/agent-client.js';
import { CovermainError } from '../../../../src/platform/errors.js';
import {
  type Answers,
  type Respond,
  type StandIn,
  startAgent,
  startListening,
  useAgentRoot,
} from '../../../support/agents.js';

function withCode(...codes: readonly string[]) {
  return (error: NodeJS.ErrnoException) => codes.includes(error.code ?? '');
}

describe('the agent client', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  const start = (answers: Answers): Promise<StandIn> => startAgent(root, { answers });

  describe('sending a request', () => {
    it('returns the status, the headers and the bytes of the response', async () => {
      const bytes = Buffer.from([0, 255, 10, 128]);
      const respond: Respond = (_, response) => response.writeHead(418, { 'x-a': 'b' }).end(bytes);
      const { path } = await start({ 'GET /x?y=1': respond });
      const { status, headers, body } = await requestAgent(path, { method: 'GET', path: '/x?y=1' });
      assert.equal(status, 418);
      assert.equal(headers['x-a'], 'b');
      assert.deepEqual(body, bytes);
    });

    it('sends the method, the headers and the body', async () => {
      const { path } = await start({
        'PUT /x': async (request, response) => {
          const text = (await request.toArray()).join('');
          response.end(`${request.headers['x-a']} ${request.headers['content-length']} ${text}`);
        },
      });
      const question = { method: 'PUT', path: '/x', headers: { 'x-a': 'b' }, body: '{"é":1}' };
      assert.equal((await requestAgent(path, question)).body.toString(), 'b 8 {"é":1}');
    });

    it('closes the connection', async () => {
      const { path, server } = await start({ 'GET /x': {} });
      const connected = once(server, 'connection') as Promise<[Socket]>;
      await requestAgent(path, { method: 'GET', path: '/x' });
      const [socket] = await connected;
      if (!socket.closed) await once(socket, 'close');
      assert.equal(socket.closed, true);
    });

    it('reports a missing or abandoned socket as such', async () => {
      const left = await startListening(root);
      await left.kill();
      for (const [path, code] of [
        [left.path, 'ECONNREFUSED'],
        [`${left.path}.other`, 'ENOENT'],
      ] as const) {
        await assert.rejects(requestAgent(path, { method: 'GET', path: '/' }), (error) => {
          assert.ok(withCode(code)(error as NodeJS.ErrnoException));
          assert.equal(isSocketAbandoned(error), true);
          assert.equal(hasAgentEnded(error), true);
          return true;
        });
        assert.equal(await isListening(path), false);
      }
    });

    const ENDS: readonly (readonly [title: string, respond: Respond])[] = [
      ['before its response', (_, response) => response.destroy()],
      ['within its response', (_, response) => response.write('a', () => response.destroy())],
      [
        'within a response with a Content-Length',
        (_, response) =>
          response.writeHead(200, { 'content-length': 9 }).write('a', () => response.destroy()),
      ],
    ];
    for (const [title, respond] of ENDS) {
      it(`reports that an agent ended ${title}`, async () => {
        const { path } = await start({ 'GET /x': respond });
        await assert.rejects(requestAgent(path, { method: 'GET', path: '/x' }), (error) => {
          assert.ok(withCode('ECONNRESET')(error as NodeJS.ErrnoException));
          assert.equal(hasAgentEnded(error), true);
          assert.equal(isSocketAbandoned(error), false);
          return true;
        });
      });
    }

    const SLOW: readonly (readonly [title: string, respond: Respond])[] = [
      ['a response that does not start', () => {}],
      ['a response that does not end', (_, response) => response.write('a')],
    ];
    for (const [title, respond] of SLOW) {
      it(`times out for ${title}, and does not report the agent as ended`, async () => {
        const { path } = await start({ 'GET /x': respond });
        await assert.rejects(requestAgent(path, { method: 'GET', path: '/x', timeout: 20 }), (error) => {
          assert.ok(withCode('ETIMEDOUT')(error as NodeJS.ErrnoException));
          assert.match((error as Error).message, /no answer within 20 ms/);
          assert.equal(hasAgentEnded(error), false);
          return true;
        });
      });
    }

    it('times out for a process that never responds, which still listens', async () => {
      const { path } = await startListening(root);
      await assert.rejects(
        requestAgent(path, { method: 'GET', path: '/', timeout: 20 }),
        withCode('ETIMEDOUT'),
      );
      assert.equal(await isListening(path), true);
    });
  });

  describe('reading events', () => {
    const { signal } = new AbortController();

    async function collect(stream: AsyncIterable<string>): Promise<readonly string[]> {
      const events: string[] = [];
      for await (const event of stream) events.push(event);
      return events;
    }

    it('yields the data of each event until the agent ends the stream', async () => {
      const { path } = await start({
        'GET /events': (request, response) => {
          assert.equal(request.headers.accept, 'text/event-stream');
          response.write('data: ä\n\n', () => response.end('data: b\n\n'));
        },
      });
      assert.deepEqual(await collect(openAgentEvents(path, '/events', signal)), ['ä', 'b']);
    });

    it('ends and closes the connection when the signal is aborted', async () => {
      let closed: Promise<unknown> | undefined;
      const { path } = await start({
        'GET /events': (request, response) => {
          closed = once(request.socket, 'close');
          response.write('data: a\n\n');
        },
      });
      const controller = new AbortController();
      const events: string[] = [];
      for await (const event of openAgentEvents(path, '/events', controller.signal)) {
        events.push(event);
        controller.abort();
      }
      assert.deepEqual(events, ['a']);
      await closed;
    });

    it('ends if the signal is aborted before the response or before the request', async () => {
      const controller = new AbortController();
      const { path, asked } = await start({ 'GET /events': () => controller.abort() });
      assert.deepEqual(await collect(openAgentEvents(path, '/events', controller.signal)), []);
      assert.deepEqual(await collect(openAgentEvents(path, '/events', controller.signal)), []);
      assert.deepEqual(asked, ['GET /events']);
    });

    it('closes the connection when the consumer stops', async () => {
      let closed: Promise<unknown> | undefined;
      const { path } = await start({
        'GET /events': (request, response) => {
          closed = once(request.socket, 'close');
          response.write('data: a\n\n');
        },
      });
      for await (const event of openAgentEvents(path, '/events', signal)) {
        assert.equal(event, 'a');
        break;
      }
      await closed;
    });

    it('reports that the agent ended meanwhile', async () => {
      const { path } = await start({
        'GET /events': (_, response) => response.write('data: a\n\n', () => response.destroy()),
      });
      const events: string[] = [];
      await assert.rejects(async () => {
        for await (const event of openAgentEvents(path, '/events', signal)) events.push(event);
      }, hasAgentEnded);
      assert.deepEqual(events, ['a']);
    });

    it('fails with the message of a failure event, and with no other event', async () => {
      const text = 'event: counters\ndata: a\n\nevent: failure\ndata: {"message":"no room"}\n\n';
      const { path } = await start({ 'GET /events': (_, response) => response.end(text) });
      const events: string[] = [];
      await assert.rejects(
        async () => {
          for await (const event of openAgentEvents(path, '/events', signal)) events.push(event);
        },
        (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.message, 'no room');
          return true;
        },
      );
      assert.deepEqual(events, ['a']);
    });

    it('fails with the message of an error response', async () => {
      const { path } = await start({
        'GET /events': (_, response) => response.writeHead(500).end('no room\n'),
      });
      await assert.rejects(collect(openAgentEvents(path, '/events', signal)), (error) => {
        assert.ok(error instanceof CovermainError);
        assert.equal(error.code, 'AGENT_FAILED');
        assert.equal(error.message, 'no room');
        return true;
      });
    });

    it('fails if no process listens', async () => {
      await assert.rejects(collect(openAgentEvents('/nowhere.sock', '/events', signal)), isSocketAbandoned);
    });
  });
});
