/** `covermain status` prints the state of each process. */
import assert from 'node:assert/strict';
import { statusCommand } from '../../../src/commands/status.js';
import { startAgent, statusOf, useAgentRoot } from '../../support/agents.js';
import { assertFailed, call } from '../../support/commands.js';

const START = '2025-01-02T03:04:05.678Z';

describe('covermain status', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  it('prints a line for each known fact', async () => {
    await startAgent(root, { pid: 7, status: { start: START, epoch: { number: 1, start: START } } });
    const { exitCode, printed } = await call(statusCommand, root);
    assert.equal(exitCode, 0);
    assert.equal(
      printed,
      `
process 7
  run        run-1
  command    node main.js
  directory  /app
  uptime     1m, since ${START}
  threads    1 measured
  counts     12 files, 340 of 900 counters hit
  epoch      1, since ${START}
  profile    not written yet, in /app/data
  version    covermain 0.1.0, Node v20.19.0
`.slice(1),
    );
  });

  it('prints label, commit, port, last flush, sessions and warnings', async () => {
    await startAgent(root, {
      status: {
        label: 'smoke',
        commit: 'abc123',
        package: { name: '@shop/a', directory: 'services/a' },
        http: 'http://127.0.0.1:7777',
        lastFlush: { time: START, path: `${root}/data/covcounters.x` },
        sessions: [
          { name: 'a', start: START },
          { name: 'b', start: START },
        ],
        warnings: ['the port is taken'],
      },
    });
    const { printed } = await call(statusCommand, root);
    for (const line of [
      'run        run-1 (smoke)',
      `profile    data/covcounters.x, written at ${START}`,
      `session    a, since ${START}`,
      `session    b, since ${START}`,
      'http       http://127.0.0.1:7777',
      'package    @shop/a, in services/a',
      'commit     abc123',
      'warning    the port is taken',
    ]) {
      assert.ok(printed.split('\n').includes(`  ${line}`), `${line} is not in\n${printed}`);
    }
  });

  it('prints the status of the selected processes with --json', async () => {
    await startAgent(root, { pid: 7, start: 1_000 });
    await startAgent(root, { pid: 8, start: 1_000 });
    const { printed } = await call(statusCommand, root, { json: true, pid: 8 });
    assert.deepEqual(JSON.parse(printed), [statusOf({ pid: 8 })]);
    const { printed: both } = await call(statusCommand, root, { json: true });
    assert.deepEqual(JSON.parse(both), [statusOf({ pid: 7 }), statusOf({ pid: 8 })]);
  });

  it('fails when no process is measured', async () => {
    assertFailed(await call(statusCommand, root), 'AGENT_NOT_FOUND', /^No measured process is running in /);
  });
});
