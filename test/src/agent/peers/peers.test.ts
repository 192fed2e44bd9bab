/** An agent reaches the others of its run, and no others. */
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

describe('openPeers', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  /** Of an agent that `startAt` has started. */
  const peersOf = ({ pid }: { readonly pid: number }, timeout?: number): Peers =>
    openPeers({ root, run: 'run-1', pid, start: pid, ...(timeout === undefined ? {} : { timeout }) });

  /** An agent whose pid is the millisecond in which it began. */
  const startAt = (start: number, respond?: Respond | object): Promise<StandIn> =>
    startAgent(root, {
      pid: start,
      start,
      ...(respond
        ? { answers: { 'POST /x?process=self': respond, 'POST /x?a=b&process=self': respond } }
        : {}),
    });

  describe('others', () => {
    it('are the sockets of the same run without the own, those that began first in front', async () => {
      const own = await startAt(2);
      const last = await startAt(3);
      const first = await startAt(1);
      await startAgent(root, { run: 'run-2' });
      assert.deepEqual(await peersOf(own).others(), [first.path, last.path]);
      assert.deepEqual(await peersOf(first).others(), [own.path, last.path]);
    });

    it('are not spoken to', async () => {
      const own = await startAt(1);
      const killed = await startListening(root);
      await killed.kill();
      assert.deepEqual(await peersOf(own).others(), [killed.path]);
      assert.equal(existsSync(killed.path), true);
    });
  });

  describe('askAll', () => {
    const textsOf = async (answers: ReturnType<Peers['askAll']>) =>
      (await answers).map(({ pid, body }) => [pid, body.toString()]);

    it('asks each of the others for itself alone', async () => {
      const own = await startAt(1, { who: 'own' });
      const agents = [await startAt(3, { who: 3 }), await startAt(2, { who: 2 })];
      const stranger = await startAgent(root, { run: 'run-2' });
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x')), [
        [2, '{"who":2}'],
        [3, '{"who":3}'],
      ]);
      assert.deepEqual([...own.asked, ...stranger.asked], []);
      for (const { asked } of agents) assert.deepEqual(asked, ['POST /x?process=self']);
    });

    it('keeps the query, and says which media type is accepted', async () => {
      const own = await startAt(1);
      await startAt(2, (({ headers }, response) => response.end(headers.accept ?? 'any')) satisfies Respond);
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x?a=b', { accept: 'text/plain' })), [
        [2, 'text/plain'],
      ]);
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x?a=b')), [[2, 'any']]);
    });

    it('asks all at once', async () => {
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

    it('is empty for a process that is alone', async () => {
      assert.deepEqual(await peersOf(await startAt(1)).askAll('POST', '/x'), []);
    });

    it('leaves out the dead, removes what they left, and leaves out who ends meanwhile', async () => {
      const own = await startAt(1);
      const killed = await startListening(root);
      await killed.kill();
      await startAt(3, ((_, response) => response.destroy()) satisfies Respond);
      await startAt(4, { who: 4 });
      assert.deepEqual(await textsOf(peersOf(own).askAll('POST', '/x')), [[4, '{"who":4}']]);
      assert.equal(existsSync(killed.path), false);
    });

    const FAILED: readonly (readonly [what: string, respond: Respond, message: string, timeout?: number])[] =
      [
        ['an error', (_, response) => response.writeHead(500).end('disk full\n'), 'disk full'],
        ['an error without a text', (_, response) => response.writeHead(503).end(), 'it answered with 503'],
        ['nothing in time', () => {}, 'no answer within 300 ms', 300],
      ];
    for (const [what, respond, message, timeout] of FAILED) {
      it(`fails where one answers with ${what}, and names it, once all others have done their work`, async () => {
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

  describe('isFirst', () => {
    it('is true for the process that began first, and for no other', async () => {
      const agents = [await startAt(2), await startAt(1), await startAt(3)];
      const first = await Promise.all(agents.map((agent) => peersOf(agent).isFirst()));
      assert.deepEqual(first, [false, true, false]);
    });

    it('is true for a process that is alone in its run', async () => {
      await startAgent(root, { run: 'run-2', start: 1 });
      assert.equal(await peersOf(await startAt(2)).isFirst(), true);
    });

    it('is false while one that began before lives, though it does not answer', async () => {
      await startListening(root, { start: 1 });
      assert.equal(await peersOf(await startAt(2)).isFirst(), false);
    });

    it('is true once all that began before are dead, and removes what they left', async () => {
      const before = await startListening(root, { start: 1 });
      const behind = await startListening(root, { start: 3 });
      const own = await startAt(2);
      for (const { kill } of [before, behind]) await kill();
      assert.equal(await peersOf(own).isFirst(), true);
      assert.deepEqual(
        [before, behind].map(({ path }) => existsSync(path)),
        [false, true],
      );
    });
  });
});
