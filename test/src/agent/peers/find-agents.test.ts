/** Tests that running agents are found, and that sockets of ended processes are removed. */
import assert from 'node:assert/strict';
import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { findAgents } from '../../../../src/agent/peers/find-agents.js';
import { runTagOf, socketPathOf } from '../../../../src/agent/peers/socket-path.js';
import {
  type Respond,
  socketDirectoryOfKind,
  startAgent,
  startListening,
  statusOf,
  useAgentRoot,
} from '../../../support/agents.js';

describe('finding agents', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  /** Creates a socket that no process listens on. */
  function leave(pid: number, start = 500): string {
    const path = socketPathOf(socketDirectoryOfKind(root, 'project'), {
      pid,
      start,
      runTag: runTagOf('run-1'),
    });
    writeFileSync(path, '');
    return path;
  }

  it('returns nothing if no program is measured', async () => {
    assert.deepEqual(await findAgents(root), []);
  });

  it('returns their sockets and status, sorted by start', async () => {
    const second = await startAgent(root, { pid: 11, start: 2_000, run: 'run-2' });
    const first = await startAgent(root, { pid: 12, start: 1_000, run: 'run-1' });
    assert.deepEqual(await findAgents(root), [
      {
        path: first.path,
        pid: 12,
        start: 1_000,
        runTag: runTagOf('run-1'),
        status: statusOf({ run: 'run-1', pid: 12, start: new Date(1_000).toISOString() }),
      },
      {
        path: second.path,
        pid: 11,
        start: 2_000,
        runTag: runTagOf('run-2'),
        status: statusOf({ run: 'run-2', pid: 11, start: new Date(2_000).toISOString() }),
      },
    ]);
  });

  it('returns only the agents of one run', async () => {
    await startAgent(root, { pid: 11, run: 'run-1' });
    await startAgent(root, { pid: 12, run: 'run-2' });
    const pids = async (run: string) => (await findAgents(root, { run })).map(({ pid }) => pid);
    assert.deepEqual(await pids('run-2'), [12]);
    assert.deepEqual(await pids('run-3'), []);
  });

  it('accepts a status without the number of threads, which agents of other versions send', async () => {
    const { threads: _, ...status } = statusOf({ pid: 5 });
    const respond: Respond = (_, response) => response.end(JSON.stringify(status));
    await startAgent(root, { pid: 5, answers: { 'GET /v1/cover/status?process=self': respond } });
    assert.deepEqual(
      (await findAgents(root)).map((agent) => agent.status.threads),
      [null],
    );
  });

  it('ignores a run with the same tag but another id', async () => {
    await startAgent(root, { run: 'run-1', status: { run: 'another' } });
    assert.deepEqual(await findAgents(root, { run: 'run-1' }), []);
  });

  it('removes the socket of a killed process', async () => {
    const killed = await startListening(root);
    const live = await startAgent(root);
    await killed.kill();
    assert.equal(existsSync(killed.path), true);
    const silent: string[] = [];
    const found = await findAgents(root, { onSilent: ({ path }) => silent.push(path) });
    assert.deepEqual(
      found.map(({ path }) => path),
      [live.path],
    );
    assert.deepEqual(silent, []);
    assert.equal(existsSync(killed.path), false);
  });

  it('keeps the socket of a process that is about to listen', async () => {
    await startAgent(root);
    const path = leave(process.pid);
    assert.equal((await findAgents(root)).length, 1);
    assert.equal(existsSync(path), true);
  });

  it('removes an old abandoned socket although another process has its pid', async () => {
    await startAgent(root);
    const path = leave(process.pid);
    utimesSync(path, 1, 1);
    assert.equal((await findAgents(root)).length, 1);
    assert.equal(existsSync(path), false);
  });

  it('reports an agent that does not answer in time, and keeps its socket', async () => {
    const slow = await startListening(root);
    const silent: unknown[] = [];
    const onSilent = ({ pid }: { readonly pid: number }, reason: string) => silent.push([pid, reason]);
    assert.deepEqual(await findAgents(root, { timeout: 30, onSilent }), []);
    assert.deepEqual(silent, [[slow.pid, 'no answer within 30 ms']]);
    assert.equal(existsSync(slow.path), true);
  });

  const WRONG: readonly (readonly [title: string, respond: Respond, reason: RegExp])[] = [
    [
      'an error response',
      (_, response) => response.writeHead(500).end('no memory\n'),
      /^it answered with 500: no memory$/,
    ],
    ['invalid JSON', (_, response) => response.end('hello'), /JSON/],
  ];
  for (const [title, respond, reason] of WRONG) {
    it(`reports an agent that sends ${title}`, async () => {
      const { path } = await startAgent(root, { answers: { 'GET /v1/cover/status?process=self': respond } });
      const silent: string[] = [];
      assert.deepEqual(await findAgents(root, { onSilent: (_, message) => silent.push(message) }), []);
      assert.match(silent.join(), reason);
      assert.equal(existsSync(path), true);
    });
  }

  it('ignores an agent that ends meanwhile', async () => {
    await startAgent(root, {
      answers: { 'GET /v1/cover/status?process=self': (_, response) => response.destroy() },
    });
    const silent: string[] = [];
    assert.deepEqual(await findAgents(root, { onSilent: (_, message) => silent.push(message) }), []);
    assert.deepEqual(silent, []);
  });
});
