/** `covermain list` prints the measured processes, from any directory of the project. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCommand } from '../../../src/commands/list.js';
import { startAgent, startListening, statusOf, useAgentRoot } from '../../support/agents.js';
import { call } from '../../support/commands.js';

describe('covermain list', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  it('succeeds when no process is measured', async () => {
    const { exitCode, printed } = await call(listCommand, root);
    assert.deepEqual([exitCode, printed], [0, 'No measured process is running in this project.']);
    assert.equal((await call(listCommand, root, { json: true })).printed, '[]');
  });

  it('prints a row for each process, grouped by run', async () => {
    const argv = ['/usr/bin/node', '/app/src/main.js', '--name', 'a b', ''];
    const http = 'http://127.0.0.1:7777';
    await startAgent(root, { pid: 7, start: 1, run: 'run-1', status: { label: 'smoke', argv, http } });
    await startAgent(root, { pid: 12345, start: 2, run: 'run-2', status: { uptime: 1_000 } });
    await startAgent(root, { pid: 8, start: 3, run: 'run-1', status: { argv: ['node', '/other/x.js'] } });
    mkdirSync(join(root, 'src'));
    const { exitCode, printed } = await call(listCommand, join(root, 'src'));
    assert.equal(exitCode, 0);
    assert.equal(
      `${printed}\n`,
      `
PID    RUN    LABEL  UPTIME  FILES  HTTP                   COMMAND
7      run-1  smoke  1m      12     http://127.0.0.1:7777  node src/main.js --name "a b" ""
8      run-1  -      1m      12     -                      node /other/x.js
12345  run-2  -      1s      12     -                      node main.js
`.slice(1),
    );
  });

  it('prints the status of each process with --json', async () => {
    await startAgent(root, { pid: 7 });
    const { printed } = await call(listCommand, root, { json: true });
    assert.deepEqual(JSON.parse(printed), [statusOf({ pid: 7 })]);
  });

  it('selects processes by run and by pid', async () => {
    for (const [pid, run] of [
      [1, 'run-1'],
      [2, 'run-2'],
      [3, 'run-2'],
    ] as const) {
      await startAgent(root, { pid, run });
    }
    const pids = async (options: object) => {
      const { printed } = await call(listCommand, root, { json: true, ...options });
      return (JSON.parse(printed) as { readonly pid: number }[]).map(({ pid }) => pid);
    };
    assert.deepEqual(await pids({ run: 'run-2' }), [2, 3]);
    assert.deepEqual(await pids({ pid: 3 }), [3]);
    assert.deepEqual(await pids({ pid: 3, run: 'run-1' }), []);
  });

  it('works in a project whose .nycrc cannot be read', async () => {
    writeFileSync(join(root, '.nycrc'), '{ broken');
    await startAgent(root, { pid: 7 });
    const { exitCode, printed } = await call(listCommand, root, { json: true });
    assert.deepEqual([exitCode, JSON.parse(printed)], [0, [statusOf({ pid: 7 })]]);
  });

  it('leaves out a killed process without a warning', async () => {
    const { kill } = await startListening(root);
    await kill();
    const { printed, said } = await call(listCommand, root);
    assert.equal(printed, 'No measured process is running in this project.');
    assert.deepEqual(said, []);
  });

  it('warns about a process that does not answer, unless --pid selects another', async () => {
    await startAgent(root, {
      pid: 7,
      answers: {
        'GET /v1/cover/status?process=self': (_, response) => response.writeHead(500).end('broken'),
      },
    });
    assert.deepEqual((await call(listCommand, root)).said, [
      'Process 7 is left out: it answered with 500: broken',
    ]);
    assert.deepEqual((await call(listCommand, root, { pid: 8 })).said, []);
  });
});
