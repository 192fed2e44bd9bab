/** Tests that an agent reaches all other agents of its run, and no others. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { openPeers, type Peers } from '../../../../src/agent/peers/peers.js';
import { CovermainError } from '../../../../src/platform/errors.js';
import {
  type Respond,
  type StandIn,
  startAgent,
  startListening,
  useAgentRoot,
} from '../../../support/agents.js';

describe('the peers of an agent', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  /** Returns the peers of an agent that `startAt` has started. */
  const peersOf = ({ pid }: { readonly pid: number }, timeout?: number): Peers =>
    openPeers({ root, run: 'run-1', pid, start: pid, ...(timeout === undefined ? {} : { timeout }) });

  /** Starts an agent whose pid is the millisecond of its start. */
  const startAt = (start: number, respond?: Respond | object): Promise<StandIn> =>
    startAgent(root, {
      pid: start,
      start,
      ...(respond
        ? { answers: { 'POST /x?process=self': respond, 'POST /x?a=b&process=self': respond } }
        : {}),
    });

  describe('listing them', () => {
    it('returns the other sockets of the same run, sorted by start', async () => {
      const own = await startAt(2);
      const last = await startAt(3);
      const first = await startAt(1);
      await startAgent(root, { run: 'run-2' });
      assert.deepEqual(await peersOf(own).others(), [first.path, last.path]);
      assert.deepEqual(await peersOf(first).others(), [own.path, last.path]);
    });

    it('opens no connection', async () => {
      const own = await startAt(1);
      const killed = await startListening(root);
      await killed.kill();
      assert.deepEqual(await peersOf(own).others(), [killed.path]);
      assert.equal(existsSync(killed.path), true);
    });
  });

  describe('sending a request to all', () => {
    const textsOf = async (answers: ReturnType<Peers['askAll']>) =>
      (await answers).map(({ pid, body }) => [pid, body.toString()]);

    it('asks each peer for its own process only', async () => {
      const own = await startAt(1, { who: 'own' });
      const agents = [await startAt(3, { who: 3 }), await startAt(2, { who: 2 })];
      const agentOfOtherRun = await startAgent(root, { run: 'run-2' });
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x')), [
        [2, '{"who":2}'],
        [3, '{"who":3}'],
      ]);
      assert.deepEqual([...own.asked, ...agentOfOtherRun.asked], []);
      for (const { asked } of agents) assert.deepEqual(asked, ['POST /x?process=self']);
    });

    it('keeps the query and sends the Accept header', async () => {
      const own = await startAt(1);
      await startAt(2, (({ headers }, response) => response.end(headers.accept ?? 'any')) satisfies Respond);
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x?a=b', { accept: 'text/plain' })), [
        [2, 'text/plain'],
      ]);
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x?a=b')), [[2, 'any']]);
    });

    it('sends all requests at the same time', async () => {
      const own = await startAt(1);
      const waiting: (() => void)[] = [];
      const respond: Respond = (_, response) => {
        waiting.push(() => response.end('met'));
        if (waiting.length === 2) for (const go of waiting) go();
      };
      await startAt(2, respond);
      await startAt(3, respond);
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x')), [
        [2, 'met'],
        [3, 'met'],
      ]);
    });

    it('returns nothing if there are no peers', async () => {
      assert.deepEqual(await peersOf(await startAt(1)).askAll('POST', '/x'), []);
    });

    it('ignores ended peers and removes their sockets', async () => {
      const own = await startAt(1);
      const killed = await startListening(root);
      await killed.kill();
      await startAt(3, ((_, response) => response.destroy()) satisfies Respond);
      await startAt(4, { who: 4 });
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x')), [[4, '{"who":4}']]);
      assert.equal(existsSync(killed.path), false);
    });

    const FAILED: readonly (readonly [title: string, respond: Respond, message: string, timeout?: number])[] =
      [
        ['sends an error', (_, response) => response.writeHead(500).end('disk full\n'), 'disk full'],
        [
          'sends an error without a text',
          (_, response) => response.writeHead(503).end(),
          'it answered with 503',
        ],
        ['does not answer in time', () => {}, 'no answer within 300 ms', 300],
      ];
    for (const [title, respond, message, timeout] of FAILED) {
      it(`fails and names the peer if one ${title}, after all others have answered`, async () => {
        const own = await startAt(1);
        await startAt(2, respond);
        const other = await startAt(3, {});
        await assert.rejects(peersOf(own, timeout).askAll('POST', '/x'), (error) => {
          assert.ok(error instanceof CovermainError);
          assert.equal(error.code, 'AGENT_FAILED');
          assert.equal(error.message, `Process 2 of this run failed: ${message}`);
          return true;
        });
        assert.deepEqual(other.asked, ['POST /x?process=self']);
      });
    }
  });

  describe('checking which process is the first', () => {
    it('returns true only for the process that started first', async () => {
      const agents = [await startAt(2), await startAt(1), await startAt(3)];
      const first = await Promise.all(agents.map((agent) => peersOf(agent).isFirst()));
      assert.deepEqual(first, [false, true, false]);
    });

    it('returns true for the only process of a run', async () => {
      await startAgent(root, { run: 'run-2', start: 1 });
      assert.equal(await peersOf(await startAt(2)).isFirst(), true);
    });

    it('returns false while an earlier process runs that does not answer', async () => {
      await startListening(root, { start: 1 });
      assert.equal(await peersOf(await startAt(2)).isFirst(), false);
    });

    it('returns true after all earlier processes have ended, and removes their sockets', async () => {
      const before = await startListening(root, { start: 1 });
      const later = await startListening(root, { start: 3 });
      const own = await startAt(2);
      for (const { kill } of [before, later]) await kill();
      assert.equal(await peersOf(own).isFirst(), true);
      assert.deepEqual(
        [before, later].map(({ path }) => existsSync(path)),
        [false, true],
      );
    });
  });
});
