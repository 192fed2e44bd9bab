/** `covermain stop` asks programs to end, and waits until they have. */
import assert from 'node:assert/strict';
import { stopCommand } from '../../../src/commands/stop.js';
import { makeRoot, type Respond, startAgent, startListening, useAgentRoot } from '../../support/agents.js';
import { assertFailed, call } from '../../support/commands.js';

const ROUTE = 'POST /v1/cover/stop';

describe('covermain stop', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  /** Answers first, and ends the process while the command waits. */
  function endsAfterwards({
    pid,
    kill,
  }: {
    readonly pid: number;
    readonly kill: () => Promise<void>;
  }): Respond {
    return (_, response) => response.end(JSON.stringify({ pids: [pid] }), () => void kill());
  }

  /** A process that is no agent here, so that it can be stopped through another. */
  const startElsewhere = async () => {
    const other = makeRoot();
    const child = await startListening(other.root);
    other.remove();
    return child;
  };

  it('waits until the processes that were asked have ended', async () => {
    const child = await startElsewhere();
    await startAgent(root, { answers: { [ROUTE]: endsAfterwards(child) } });
    const { exitCode, printed, said } = await call(stopCommand, root);
    assert.deepEqual([exitCode, printed, said], [0, `process ${child.pid} has ended`, []]);
  });

  it('asks one process for itself alone', async () => {
    const child = await startElsewhere();
    const agent = await startAgent(root, {
      pid: 1,
      answers: { [`${ROUTE}?process=self`]: endsAfterwards(child) },
    });
    assert.equal((await call(stopCommand, root, { pid: 1 })).exitCode, 0);
    assert.deepEqual(agent.asked, [`${ROUTE}?process=self`]);
  });

  it('waits no longer than it may, and names those that still run', async () => {
    const { pid } = await startElsewhere();
    await startAgent(root, { answers: { [ROUTE]: { pids: [pid] } } });
    const { exitCode, printed, said } = await call(stopCommand, root, { timeout: '10ms' });
    assert.equal(exitCode, 1);
    assert.equal(printed, `process ${pid} was asked to end`);
    assert.deepEqual(said, [`1 process still running after 10ms: ${pid}`]);
    const json = await call(stopCommand, root, { timeout: '10ms', json: true });
    assert.deepEqual(JSON.parse(json.printed), { pids: [pid], running: [pid] });
    assert.equal(json.exitCode, 1);
  });

  it('does not wait where it should not', async () => {
    const { pid } = await startElsewhere();
    await startAgent(root, { answers: { [ROUTE]: { pids: [pid] } } });
    const { exitCode, printed, said } = await call(stopCommand, root, { wait: false, timeout: '24d' });
    assert.deepEqual([exitCode, printed, said], [0, `process ${pid} was asked to end`, []]);
  });

  it('takes a run for stopped whose processes end without an answer', async () => {
    const { pid, kill } = await startElsewhere();
    const ends: Respond = (_, response) => void kill().then(() => response.destroy());
    await startAgent(root, { pid, answers: { [ROUTE]: ends } });
    const { exitCode, printed } = await call(stopCommand, root, { json: true });
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(printed), { pids: [pid], running: [] });
  });

  it('refuses a timeout that is not understood before anything is asked', async () => {
    const { asked } = await startAgent(root, { answers: { [ROUTE]: { pids: [] } } });
    const called = await call(stopCommand, root, { timeout: 'soon' });
    assertFailed(called, 'SETTING_INVALID', /^Invalid --timeout "soon": .*Example: --timeout=60s$/);
    assert.deepEqual(asked, []);
  });

  it('fails where a program cannot be stopped, once it has told of the others', async () => {
    const child = await startElsewhere();
    const fails: Respond = (_, response) => response.writeHead(500).end('no way');
    await startAgent(root, { pid: 1, start: 1, run: 'run-1', answers: { [ROUTE]: fails } });
    await startAgent(root, { pid: 2, start: 2, run: 'run-2', answers: { [ROUTE]: endsAfterwards(child) } });
    const called = await call(stopCommand, root);
    assertFailed(called, 'AGENT_FAILED', /^process 1 could not do it: no way$/);
    assert.equal(called.printed, `process ${child.pid} has ended`);
  });

  it('fails where nothing is measured', async () => {
    assertFailed(await call(stopCommand, root), 'AGENT_NOT_FOUND', /found none/);
  });
});
