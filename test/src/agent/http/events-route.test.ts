/** Tests that an event stream sends events only as fast as they are read, and ends when its client disconnects. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { CountersEvent } from '../../../../src/agent/peers/counters-event.js';
import { newApp } from './fake-actions.js';

const PATH = '/v1/cover/events';

function eventOf(pid: number): CountersEvent {
  return {
    pid,
    time: '2025-01-02T03:04:05.678Z',
    files: [{ path: 'src/line\nbreak\r.ts', meta: 'ab', counters: [[1, 2]] }],
  };
}

/** Returns endless events until the signal is aborted, and the number of those that were consumed. */
function endless() {
  const asked = { count: 0, signal: new AbortController().signal, hasEnded: false };
  async function* watch(_: unknown, signal: AbortSignal) {
    asked.signal = signal;
    try {
      while (!signal.aborted) yield eventOf(++asked.count);
    } finally {
      asked.hasEnded = true;
    }
  }
  return { watch, asked };
}

/** Yields no event, and ends when the signal is aborted. */
async function* silent(_: unknown, signal: AbortSignal): AsyncIterable<CountersEvent> {
  if (!signal.aborted) await once(signal, 'abort');
  yield* [];
}

function readerOf(response: Response) {
  const reader = response.body?.getReader() ?? assert.fail('there is no body');
  const read = async () => new TextDecoder().decode((await reader.read()).value);
  return { read, cancel: () => reader.cancel() };
}

describe('the event stream', () => {
  it('sends a comment, then each event as one line of JSON, and ends', async () => {
    const { app, calls } = newApp({
      async *watch() {
        yield eventOf(1);
        yield eventOf(2);
      },
    });
    const response = await app.request(`${PATH}?process=self`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
    const [comment, ...events] = (await response.text()).split('\n\n');
    assert.match(comment ?? '', /^: /);
    const expected = [1, 2].map((pid) => `event: counters\ndata: ${JSON.stringify(eventOf(pid))}`);
    assert.deepEqual(events, [...expected, '']);
    assert.deepEqual(calls[0]?.slice(0, 2), ['watch', 'self']);
  });

  it('has the interval and the span of the query', async () => {
    for (const [query, options] of [
      ['', {}],
      ['?interval=&session=&since=', {}],
      ['?interval=250', { interval: 250 }],
      ['?interval=100ms', { interval: 100 }],
      ['?interval=60s', { interval: 60_000 }],
      ['?since=start', { span: 'process' }],
      ['?session=a%26b&interval=1s', { span: { session: 'a&b' }, interval: 1_000 }],
    ] as const) {
      const { app, calls } = newApp();
      const response = await app.request(`${PATH}${query}`);
      await response.text();
      assert.equal(response.status, 200);
      assert.deepEqual(calls[0]?.[3], options, query);
    }
  });

  it('refuses an invalid interval or span', async () => {
    for (const [query, message] of [
      ['interval=99', 'Invalid interval="99": expected a duration from 100ms to 60s, such as 250ms'],
      ['interval=61s', 'Invalid interval="61s": expected'],
      ['interval=soon', 'Invalid interval="soon": expected'],
      [`interval=${'9'.repeat(200)}`, 'Invalid interval='],
      ['since=epoch', 'Invalid since="epoch": expected since=start'],
      ['since=start&session=a', 'Invalid request: it has both session and since. '],
    ] as const) {
      const { app, calls } = newApp();
      const response = await app.request(`${PATH}?${query}`);
      assert.equal(response.status, 400);
      const text = await response.text();
      assert.ok(text.startsWith(message), text);
      assert.deepEqual(calls, []);
    }
  });

  it('starts before there is any event', async () => {
    const { read, cancel } = readerOf(await newApp({ watch: silent }).app.request(PATH));
    assert.match(await read(), /^: /);
    await cancel();
  });

  it('requests no event that the client does not read', async () => {
    const { watch, asked } = endless();
    const { read, cancel } = readerOf(await newApp({ watch }).app.request(PATH));
    await read();
    for (let pid = 1; pid <= 100; pid++) {
      assert.ok((await read()).includes(`"pid":${pid},`));
      assert.ok(asked.count <= pid + 2, `${asked.count} events were taken, and ${pid} read`);
    }
    await cancel();
  });

  it('stops watching when the client disconnects, also while there is no event', async () => {
    const { watch, asked } = endless();
    const signals: AbortSignal[] = [];
    const watches = [
      watch,
      (scope: unknown, signal: AbortSignal) => {
        signals.push(signal);
        return silent(scope, signal);
      },
    ];
    for (const watched of watches) {
      const { app, failures } = newApp({ watch: watched });
      const { read, cancel } = readerOf(await app.request(PATH));
      await read();
      await cancel();
      assert.deepEqual(failures, []);
    }
    assert.ok(asked.signal.aborted);
    assert.ok(asked.hasEnded);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
  });

  it('is limited to 32 open streams', async () => {
    const { app } = newApp({ watch: silent });
    const open = async () => readerOf(await app.request(PATH));
    const streams = await Promise.all(Array.from({ length: 32 }, open));
    const refused = await app.request(PATH);
    assert.equal(refused.status, 503);
    assert.match(await refused.text(), /^Too many event streams: 32 are open/);
    await streams[0]?.cancel();
    const { read, cancel } = await open();
    assert.match(await read(), /^: /);
    assert.equal((await app.request(PATH)).status, 503);
    await Promise.all([cancel(), ...streams.slice(1).map((stream) => stream.cancel())]);
    assert.equal((await app.request(PATH, { method: 'HEAD' })).status, 200);
  });

  it('sends keep-alive comments while there is no event', async () => {
    const { read, cancel } = readerOf(await newApp({ watch: silent }, { heartbeat: 1 }).app.request(PATH));
    await read();
    for (let beat = 0; beat < 3; beat++) assert.equal(await read(), ':\n\n');
    await cancel();
  });

  it('sends a failure event and ends if watching fails', async () => {
    const error = new Error('the reason');
    const { app, failures } = newApp({
      async *watch() {
        yield eventOf(1);
        throw error;
      },
    });
    const text = await (await app.request(PATH)).text();
    assert.ok(text.endsWith('\n\nevent: failure\ndata: {"message":"the reason"}\n\n'), text);
    assert.deepEqual(failures, [error]);
  });

  it('reports no failure if watching throws because the client has disconnected', async () => {
    let ended: Promise<unknown> | undefined;
    const { app, failures } = newApp({
      async *watch(_, signal) {
        ended = once(new EventTarget(), 'never', { signal });
        yield* [await ended] as never[];
      },
    });
    const { read, cancel } = readerOf(await app.request(PATH));
    await read();
    await cancel();
    await assert.rejects(ended ?? assert.fail(), { name: 'AbortError' });
    await new Promise(setImmediate);
    assert.deepEqual(failures, []);
  });

  it('responds with 500 if watching cannot start', async () => {
    const { app } = newApp({
      watch() {
        throw new Error('the reason');
      },
    });
    assert.equal((await app.request(PATH)).status, 500);
  });

  it('starts no watching for HEAD', async () => {
    const { app, calls } = newApp();
    await app.request(PATH, { method: 'HEAD' });
    assert.deepEqual(calls, []);
  });
});
