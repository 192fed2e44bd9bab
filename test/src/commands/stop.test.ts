/** `covermain stop` asks programs to end and waits for their end. */
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

  /** Answers first, then ends the process while the command waits. */
  function endsAfterwards({
    pid,
    kill,
  }: {
    readonly pid: number;
    readonly kill: () => Promise<void>;
  }): Respond {
    return (_, response) => response.end(JSON.stringify({ pids: [pid] }), () => void kill());
  }

  /** Starts a process of a run that has no socket in this project. An agent of the project can name it in its answer. */
  const startElsewhere = async (run = 'run-1') => {
    const other = makeRoot();
    const child = await startListening(other.root, {
      env: { COVERMAIN_RUN: `{"id":"${run}","label":null}` },
    });
    other.remove();
    return child;
  };

  it('waits until the processes have ended', async () => {
    const child = await startElsewhere();
    await startAgent(root, { pid: child.pid, answers: { [ROUTE]: endsAfterwards(child) } });
    const { exitCode, printed, said } = await call(stopCommand, root);
    assert.deepEqual([exitCode, printed, said], [0, `process ${child.pid} has ended`, []]);
  });

  it('asks only the process that --pid selects, for itself alone', async () => {
    const child = await startElsewhere();
    const agent = await startAgent(root, {
      pid: 1,
      answers: { [`${ROUTE}?process=self`]: endsAfterwards(child) },
    });
    assert.equal((await call(stopCommand, root, { pid: 1 })).exitCode, 0);
    assert.deepEqual(agent.asked, [`${ROUTE}?process=self`]);
  });

  it('fails after the timeout, and names the processes that still run', async () => {
    const { pid } = await startElsewhere();
    await startAgent(root, { answers: { [ROUTE]: { pids: [pid] } } });
    const { exitCode, printed, said } = await call(stopCommand, root, { timeout: '10ms' });
    assert.equal(exitCode, 1);
    assert.equal(printed, `process ${pid} was asked to end`);
    assert.deepEqual(said, [`1 process still running after 10ms: ${pid}. Wait longer with --timeout.`]);
    const json = await call(stopCommand, root, { timeout: '10ms', json: true });
    assert.deepEqual(JSON.parse(json.printed), { pids: [pid], running: [pid] });
    assert.equal(json.exitCode, 1);
  });

  it('does not wait with --no-wait', async () => {
    const { pid } = await startElsewhere();
    await startAgent(root, { answers: { [ROUTE]: { pids: [pid] } } });
    const { exitCode, printed, said } = await call(stopCommand, root, { waitForEnd: false, timeout: '24d' });
    assert.deepEqual([exitCode, printed, said], [0, `process ${pid} was asked to end`, []]);
  });

  it('succeeds when the processes of a run end without an answer', async () => {
    const { pid, kill } = await startElsewhere();
    const ends: Respond = (_, response) => void kill().then(() => response.destroy());
    await startAgent(root, { pid, answers: { [ROUTE]: ends } });
    const { exitCode, printed } = await call(stopCommand, root, { json: true });
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(printed), { pids: [pid], running: [] });
  });

  it('neither waits for a process of no run that an agent names, nor says that it has ended', async () => {
    const other = makeRoot();
    const bystander = await startListening(other.root);
    other.remove();
    await startAgent(root, {
      pid: bystander.pid,
      answers: { [ROUTE]: { pids: [bystander.pid, process.ppid] } },
    });
    const { exitCode, printed, said } = await call(stopCommand, root, { timeout: '24d' });
    assert.deepEqual([exitCode, printed], [0, '']);
    const notWaitedFor = (pid: number) =>
      `Process ${pid} is not waited for: nothing shows that it belongs to the run that names it.`;
    assert.deepEqual(said, [notWaitedFor(bystander.pid), notWaitedFor(process.ppid)]);
  });

  for (const pids of [[-1], [0], [2 ** 32], ['7'], [null], {}, null, 'all'])
    it(`refuses the answer ${JSON.stringify({ pids })}`, async () => {
      await startAgent(root, { answers: { [ROUTE]: { pids } } });
      const called = await call(stopCommand, root);
      assertFailed(
        called,
        'AGENT_FAILED',
        /^Process \d+ failed: its answer does not have the expected fields$/,
      );
    });

  it('refuses an invalid timeout before it asks any process', async () => {
    const { asked } = await startAgent(root, { answers: { [ROUTE]: { pids: [] } } });
    const called = await call(stopCommand, root, { timeout: 'soon' });
    assertFailed(called, 'SETTING_INVALID', /^Invalid --timeout "soon": .*Example: --timeout=60s$/);
    assert.deepEqual(asked, []);
  });

  it('fails when a program cannot be stopped, after it has printed the others', async () => {
    const child = await startElsewhere('run-2');
    const fails: Respond = (_, response) => response.writeHead(500).end('no way');
    await startAgent(root, { pid: 1, start: 1, run: 'run-1', answers: { [ROUTE]: fails } });
    await startAgent(root, {
      pid: child.pid,
      start: 2,
      run: 'run-2',
      answers: { [ROUTE]: endsAfterwards(child) },
    });
    const called = await call(stopCommand, root);
    assertFailed(called, 'AGENT_FAILED', /^Process 1 failed: no way$/);
    assert.equal(called.printed, `process ${child.pid} has ended`);
  });

  it('fails when no process is measured', async () => {
    assertFailed(await call(stopCommand, root), 'AGENT_NOT_FOUND', /^No measured process is running in /);
  });
});
