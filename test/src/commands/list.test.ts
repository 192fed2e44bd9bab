/** `covermain list` prints the measured processes, from any directory of the project. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listCommand } from '../../../src/commands/list.js';
import { statusCommand } from '../../../src/commands/status.js';
import { startAgent, startListening, statusOf, useAgentRoot } from '../../support/agents.js';
import { call } from '../../support/commands.js';

const NONE = 'No measured process is running in this project.';

describe('covermain list', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  it('succeeds when no process is measured', async () => {
    const { exitCode, printed } = await call(listCommand, root);
    assert.deepEqual([exitCode, printed], [0, NONE]);
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
PID    RUN    LABEL  UPTIME  FILES  HTTP                   DIRECTORY  COMMAND
7      run-1  smoke  1m      12     http://127.0.0.1:7777  /app       node src/main.js --name "a b" ""
8      run-1  -      1m      12     -                      /app       node /other/x.js
12345  run-2  -      1s      12     -                      /app       node main.js
`.slice(1),
    );
  });

  it('lists processes of the packages below the current directory, with their directories', async () => {
    for (const name of ['a', 'b', 'node_modules/c', 'd']) {
      const directory = join(root, 'services', name);
      mkdirSync(directory, { recursive: true });
      if (name !== 'd') writeFileSync(join(directory, 'package.json'), '{}');
      const pid = name.charCodeAt(0);
      await startAgent(directory, {
        pid,
        start: pid,
        run: name,
        status: { cwd: directory, argv: ['node', 'x.js'] },
      });
    }
    await startAgent(root, { pid: 7, run: 'top', status: { cwd: root, argv: ['node', 'x.js'] } });
    const rowsIn = async (directory: string) => {
      const { printed } = await call(listCommand, join(root, directory));
      return printed.split('\n').map((line) => line.replace(/^(\d+) .* (\S+) +node x\.js$/, '$1 $2'));
    };
    assert.deepEqual((await rowsIn('.')).slice(1), ['97 services/a', '98 services/b', '7 .']);
    assert.deepEqual((await rowsIn('services')).slice(1), ['97 a', '98 b', `7 ${root}`]);
    assert.deepEqual((await rowsIn('services/a')).slice(1), ['97 .']);
    const { printed } = await call(statusCommand, root, { pid: 98, json: true });
    assert.equal(JSON.parse(printed)[0].run, 'b');
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
    assert.equal(printed, NONE);
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
