/** Tests the events of changed counters, of one process and of all running processes of a run. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionScope, EventsQuery } from '../../../../src/agent/actions/agent-actions.js';
import { createWatch } from '../../../../src/agent/actions/watch-counters.js';
import type { CountersEvent } from '../../../../src/agent/peers/counters-event.js';
import { openPeers } from '../../../../src/agent/peers/peers.js';
import type { Recorder } from '../../../../src/agent/recording/recorder.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import type { FileCounters } from '../../../../src/profile/model/counters-profile.js';
import type { Session } from '../../../../src/profile/model/dump.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { type Respond, type StandIn, startAgent, useAgentRoot } from '../../../support/agents.js';
import { countersOf, metaOf } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const EVENTS = 'GET /v1/cover/events?process=self';

/** Start of the epoch of this process. */
const EPOCH = '2025-01-02T03:04:05.678Z';

type Counted = Readonly<Record<string, readonly (readonly [probe: number, counter: number])[]>>;

/** Returns a recorder whose counters are read again at each event. */
function recorderOf(
  read: () => readonly FileCounters[],
  sessions: readonly Session[] = [],
  epoch = () => EPOCH,
): Recorder {
  let changes = 0;
  return {
    read() {},
    sessions: () => sessions,
    spanCounters() {
      const files = read();
      changes += 1;
      return {
        pid: 2,
        time: new Date(files.length).toISOString(),
        epoch: epoch(),
        totals: new Map(files.map(({ meta, counters }) => [meta, Float64Array.from(counters)])),
        changes: new Map(files.map(({ meta }) => [meta, changes])),
        baseline: new Map(),
      };
    },
  } as Partial<Recorder> as Recorder;
}

/** Returns the changes of each file, by path. */
function countedIn({ files }: CountersEvent): Counted {
  return Object.fromEntries(files.map(({ path, counters }) => [path, counters]));
}

describe('watching counters', () => {
  let root: string;
  let directory: string;
  let gone: AbortController;
  /** Counters of this process in the current epoch. */
  let counted: { a: number[]; b?: number[] };
  /** Open sessions of this process. */
  let open: Session[];
  /** Start of the current epoch of this process. */
  let epoch: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    gone = new AbortController();
    counted = { a: [1, 0, 2] };
    open = [];
    epoch = EPOCH;
  });

  afterEach(() => {
    gone.abort();
    rmSync(directory, { recursive: true, force: true });
  });

  useAgentRoot((path) => {
    root = path;
  });

  /** Watches this process, whose pid is 2, and the peers that `startPeer` starts. */
  function watch(scope: ActionScope, options?: EventsQuery) {
    const peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 });
    const read = () => [countersOf(A, counted.a), ...(counted.b ? [countersOf(B, counted.b)] : [])];
    const metas = openMetaStore(directory);
    for (const meta of [A, B]) metas.add(encodeMeta(meta));
    const events = createWatch(
      recorderOf(read, open, () => epoch),
      metas,
      peers,
    )(scope, gone.signal, options);
    return events[Symbol.asyncIterator]();
  }

  async function nextOf(events: AsyncIterator<CountersEvent>): Promise<CountersEvent> {
    const { done, value } = await events.next();
    assert.ok(!done, 'there are no more events');
    return value as CountersEvent;
  }

  /** Starts a peer that sends an event when it is watched; `send` sends more. */
  async function startPeer(pid: number, first?: CountersEvent) {
    const streams: ServerResponse[] = [];
    const send = (event: CountersEvent) => {
      for (const stream of streams) stream.write(`event: counters\ndata: ${JSON.stringify(event)}\n\n`);
    };
    let opened = () => {};
    const isOpen = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const respond: Respond = (_, response) => {
      streams.push(response.writeHead(200, { 'content-type': 'text/event-stream' }));
      response.write(': counters follow\n\n');
      if (first) send(first);
      opened();
    };
    const agent = await startAgent(root, { pid, start: pid, answers: { [EVENTS]: respond } });
    return { ...agent, streams, send, isOpen };
  }

  function eventOf(pid: number, counter = 1): CountersEvent {
    return {
      pid,
      time: '2025-01-02T03:04:05.678Z',
      files: [{ path: 'x', meta: 'y', counters: [[0, counter]] }],
    };
  }

  function stop({ server }: StandIn): void {
    server.closeAllConnections();
    server.close();
  }

  describe('of one process', () => {
    it('yields all counters that are not 0 first, and then the changed ones', async () => {
      const events = watch('self');
      const first = await nextOf(events);
      assert.deepEqual(countedIn(first), {
        'src/a.ts': [
          [0, 1],
          [2, 2],
        ],
      });
      assert.deepEqual([first.pid, first.time, first.epoch], [2, new Date(1).toISOString(), EPOCH]);
      assert.equal(first.files[0]?.meta, countersOf(A, []).meta);

      counted = { a: [1, 4, 2], b: [0, 0, 5] };
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[1, 4]], 'src/b.ts': [[2, 5]] });
    });

    it('yields the counters that a new epoch has set to 0', async () => {
      const events = watch('self');
      await nextOf(events);
      counted.a = [3, 0, 0];
      assert.deepEqual(countedIn(await nextOf(events)), {
        'src/a.ts': [
          [0, 3],
          [2, 0],
        ],
      });
    });

    it('yields nothing while nothing changes, after the first event', async () => {
      counted.a = [0, 0, 0];
      let readings = 0;
      const recorder = recorderOf(() => [countersOf(A, ++readings < 4 ? [0, 0, 0] : [0, 7, 0])]);
      const metas = openMetaStore(directory);
      metas.add(encodeMeta(A));
      const peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 });
      const events = createWatch(recorder, metas, peers)('self', gone.signal)[Symbol.asyncIterator]();
      assert.deepEqual(countedIn(await nextOf(events)), {});
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[1, 7]] });
      assert.equal(readings, 4);
    });

    it('yields fewer events to a slow consumer without losing a change', async () => {
      const events = watch('self');
      await nextOf(events);
      for (const hits of [1, 2, 3]) counted.a = [1, hits, 2];
      counted.b = [9, 0, 0];
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[1, 3]], 'src/b.ts': [[0, 9]] });
    });

    it('yields the first event of an epoch without changes', async () => {
      counted.a = [0, 0, 0];
      const events = watch('self');
      await nextOf(events);
      epoch = new Date(9).toISOString();
      assert.equal((await nextOf(events)).epoch, epoch);
    });

    it('ends with the session that is watched', async () => {
      open = [{ name: 'checkout', start: EPOCH }];
      const events = watch('self', { span: { session: 'checkout' } });
      await nextOf(events);
      open.pop();
      assert.equal((await events.next()).done, true);
    });

    it('yields events at the interval of the client', async () => {
      const events = watch('self', { interval: 1 });
      await nextOf(events);
      counted.a = [1, 1, 2];
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[1, 1]] });
    });

    it('sends no request to peers', async () => {
      const peer = await startPeer(1, eventOf(1));
      const events = watch('self');
      await nextOf(events);
      counted.a = [2, 0, 2];
      assert.equal((await nextOf(events)).pid, 2);
      assert.deepEqual(peer.asked, []);
    });
  });

  for (const scope of ['self', 'run'] as const) {
    describe(`in the scope ${scope}`, () => {
      it('ends when the signal is aborted, also while it waits', async () => {
        const events = watch(scope);
        await nextOf(events);
        const waiting = events.next();
        gone.abort();
        assert.deepEqual(await waiting, { done: true, value: undefined });
      });

      it('yields nothing if the signal was aborted before', async () => {
        gone.abort();
        assert.equal((await watch(scope).next()).done, true);
      });

      it('fails if the counters of its own process cannot be read', async () => {
        const metas = openMetaStore(directory); // has none of the metas
        const recorder = recorderOf(() => [countersOf(A, [1, 0, 0])]);
        const peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 });
        const events = createWatch(recorder, metas, peers)(scope, gone.signal);
        await assert.rejects(nextOf(events[Symbol.asyncIterator]()), { code: 'META_MISSING' });
      });
    });
  }

  describe('of a run', () => {
    it('yields the events of all processes unchanged', async () => {
      await startPeer(1, eventOf(1));
      await startPeer(3, eventOf(3));
      const events = watch('run');
      const received = [await nextOf(events), await nextOf(events), await nextOf(events)];
      const sorted = received.sort((a, b) => a.pid - b.pid);
      assert.deepEqual(sorted[0], eventOf(1));
      assert.deepEqual(countedIn(sorted[1] ?? assert.fail()), {
        'src/a.ts': [
          [0, 1],
          [2, 2],
        ],
      });
      assert.deepEqual(sorted[2], eventOf(3));
    });

    it('yields the event of a process while the others send none', async () => {
      const [quiet, loud] = [await startPeer(1), await startPeer(3)];
      const events = watch('run');
      assert.equal((await nextOf(events)).pid, 2);
      const event = nextOf(events);
      await Promise.all([quiet.isOpen, loud.isOpen]);
      for (const counter of [1, 2, 3]) loud.send(eventOf(3, counter));
      assert.deepEqual(await event, eventOf(3, 1));
      assert.deepEqual(await nextOf(events), eventOf(3, 2));
      assert.deepEqual(await nextOf(events), eventOf(3, 3));
      assert.deepEqual(quiet.asked, [EVENTS]);
      assert.deepEqual(loud.asked, [EVENTS]);
    });

    it('requests the same counters of peers at the same interval', async () => {
      const path = 'GET /v1/cover/events?process=self&interval=100&since=start';
      const respond: Respond = (_, response) => {
        response.writeHead(200).write(`event: counters\ndata: ${JSON.stringify(eventOf(3))}\n\n`);
      };
      const peer = await startAgent(root, { pid: 3, start: 3, answers: { [path]: respond } });
      const events = watch('run', { interval: 100, span: 'process' });
      assert.deepEqual([(await nextOf(events)).pid, (await nextOf(events)).pid], [2, 3]);
      assert.deepEqual(peer.asked, [path]);
    });

    it('ends with the session, also if peers are watched', async () => {
      open = [{ name: 'checkout', start: EPOCH }];
      const events = watch('run', { interval: 100, span: { session: 'checkout' } });
      await nextOf(events);
      open.pop();
      assert.equal((await events.next()).done, true);
    });

    it('includes a process that starts later', async () => {
      const events = watch('run');
      assert.equal((await nextOf(events)).pid, 2);
      const event = nextOf(events);
      await startPeer(3, eventOf(3));
      assert.deepEqual(await event, eventOf(3));
    });

    it('continues if a connection ends, and reconnects if the process still runs', async () => {
      const [ending, cut] = [await startPeer(1, eventOf(1)), await startPeer(3, eventOf(3))];
      const events = watch('run');
      const pids = [await nextOf(events), await nextOf(events), await nextOf(events)].map(({ pid }) => pid);
      assert.deepEqual(pids.sort(), [1, 2, 3]);
      stop(ending);
      for (const stream of cut.streams.splice(0)) stream.destroy();
      assert.deepEqual(await nextOf(events), eventOf(3));
      assert.deepEqual(cut.asked, [EVENTS, EVENTS]);
      counted.a = [5, 0, 2];
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[0, 5]] });
    });

    it('continues if a peer responds with an error or sends a failure event', async () => {
      const refuses: Respond = (_, response) => response.writeHead(500).end('disk full');
      const fails: Respond = (_, response) => {
        response.writeHead(200).end('event: failure\ndata: {"message":"no meta"}\n\n');
      };
      for (const [pid, respond] of [[1, refuses] as const, [3, fails] as const])
        await startAgent(root, { pid, start: pid, answers: { [EVENTS]: respond } });
      await startPeer(4, eventOf(4));
      const events = watch('run');
      assert.deepEqual([(await nextOf(events)).pid, (await nextOf(events)).pid], [2, 4]);
      counted.a = [5, 0, 2];
      assert.equal((await nextOf(events)).pid, 2);
    });

    it('closes the connections to peers when the signal is aborted', async () => {
      const peer = await startPeer(1, eventOf(1));
      const events = watch('run');
      await nextOf(events);
      await nextOf(events);
      const [stream] = peer.streams;
      const closed = new Promise<void>((resolve) => stream?.once('close', resolve));
      const waiting = events.next();
      gone.abort();
      assert.equal((await waiting).done, true);
      await closed;
    });
  });
});
