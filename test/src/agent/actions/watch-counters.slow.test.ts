/** Tests the events of changed counters, of one process and of all running processes of a run. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionScope, CountersEvent } from '../../../../src/agent/actions/agent-actions.js';
import { createWatch } from '../../../../src/agent/actions/watch-counters.js';
import { openPeers, type Peers } from '../../../../src/agent/peers/peers.js';
import type { Recorder } from '../../../../src/agent/recording/recorder.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { type Respond, type StandIn, startAgent, useAgentRoot } from '../../../support/agents.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const EVENTS = 'GET /v1/cover/events?process=self';

type Counted = Readonly<Record<string, readonly (readonly [probe: number, counter: number])[]>>;

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

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    gone = new AbortController();
    counted = { a: [1, 0, 2] };
  });

  afterEach(() => {
    gone.abort();
    rmSync(directory, { recursive: true, force: true });
  });

  useAgentRoot((path) => {
    root = path;
  });

  /** Watches this process, whose pid is 2, and the peers that `startPeer` starts. */
  function watch(scope: ActionScope, peers: Peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 })) {
    const profile = () => {
      const files = [countersOf(A, counted.a.slice())];
      if (counted.b) files.push(countersOf(B, counted.b.slice()));
      return profileOf(files, { pid: 2, end: new Date(files.length).toISOString() });
    };
    const metas = openMetaStore(directory);
    for (const meta of [A, B]) metas.add(encodeMeta(meta));
    const events = createWatch({ profile } as Recorder, metas, peers)(scope, gone.signal);
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
      assert.deepEqual([first.pid, first.time], [2, new Date(1).toISOString()]);
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

    it('yields nothing while nothing changes', async () => {
      counted.a = [0, 0, 0];
      let readings = 0;
      const reading = { profile: () => profileOf([countersOf(A, ++readings < 3 ? [0, 0, 0] : [0, 7, 0])]) };
      const metas = openMetaStore(directory);
      metas.add(encodeMeta(A));
      const peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 });
      const events = createWatch(reading as Recorder, metas, peers)('self', gone.signal);
      assert.deepEqual(countedIn(await nextOf(events[Symbol.asyncIterator]())), { 'src/a.ts': [[1, 7]] });
      assert.equal(readings, 3);
    });

    it('yields fewer events to a slow consumer without losing a change', async () => {
      const events = watch('self');
      await nextOf(events);
      for (const hits of [1, 2, 3]) counted.a = [1, hits, 2];
      counted.b = [9, 0, 0];
      assert.deepEqual(countedIn(await nextOf(events)), { 'src/a.ts': [[1, 3]], 'src/b.ts': [[0, 9]] });
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
        const profile = () => profileOf([countersOf(A, [1, 0, 0])]);
        const peers = openPeers({ root, run: 'run-1', pid: 2, start: 2 });
        const events = createWatch({ profile } as Recorder, metas, peers)(scope, gone.signal);
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
