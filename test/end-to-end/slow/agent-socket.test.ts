/** Tests the private socket of a process: only its owner may use it, commands always find it, and stale ones are removed. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { ProcessStatus } from '../../../src/agent/peers/process-status.js';
import { listSockets, socketDirectoriesOf } from '../../../src/agent/peers/socket-path.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../../support/measured-programs.js';
import {
  MEMBER,
  PROCESS_TREE_FILES,
  type ProcessTree,
  startProcessTree,
} from '../../support/process-tree.js';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { AGENT } from '../../support/with-agent.js';

/** Directory that makes the path of a socket longer than any system accepts. */
const DEEP = 'a folder that is very deep/'.repeat(5);

describe('the private socket of a process', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    for (const { path } of socketDirectoriesOf(project.root)) {
      rmSync(path.replace(/\/$/, ''), { recursive: true, force: true });
    }
    project.remove();
  });

  async function openProject(subdirectory = ''): Promise<Measuring> {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES }, subdirectory);
    return (await prepareMeasuring(project, { COVER_FLUSH: '20ms', COVERAGE_HTTP_PORT: '0' }))();
  }

  async function start(): Promise<ProcessTree> {
    const measuring = await openProject();
    return startProcessTree(project, measuring);
  }

  async function listProcesses(): Promise<readonly ProcessStatus[]> {
    const program = startCovermain(project, ['list', '--json']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stderr(), '');
    return JSON.parse(program.stdout()) as readonly ProcessStatus[];
  }

  it('is accessible only to its owner, in a directory that Git ignores', async () => {
    const family = await start();
    await family.add();
    // A process that has answered has finished its set-up of the socket.
    assert.equal((await listProcesses()).length, 1);
    const [socket] = listSockets(project.root);
    assert.ok(socket);
    assert.equal(dirname(socket.path), project.path('.covermain'));
    const modes = [socket.path, dirname(socket.path)].map((path) => statSync(path).mode & 0o777);
    assert.deepEqual(modes, [0o600, 0o700]);
    const [token, ...others] = readdirSync(dirname(socket.path)).filter((name) => name.endsWith('.token'));
    assert.ok(token);
    assert.equal(statSync(project.path(`.covermain/${token}`)).mode & 0o777, 0o600);
    assert.equal(others.length, 0);
    assert.equal(readdirSync(dirname(socket.path)).length, 3);
    assert.ok(existsSync(project.path('.covermain/.gitignore')));
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
    assert.deepEqual(readdirSync(project.path('.covermain')), ['.gitignore']);
  });

  it('of a killed process stays until a command looks for processes', async () => {
    const family = await start();
    const pids = [await family.add(), await family.add()];
    await family.end(0, 'SIGKILL');
    assert.deepEqual(
      listSockets(project.root).map(({ pid }) => pid),
      pids,
    );
    assert.deepEqual(
      (await listProcesses()).map(({ pid }) => pid),
      pids.slice(1),
    );
    assert.deepEqual(
      listSockets(project.root).map(({ pid }) => pid),
      pids.slice(1),
    );
    await family.end(1, 'SIGKILL');
    assert.deepEqual(await listProcesses(), []);
    assert.deepEqual(listSockets(project.root), []);
    const status = startCovermain(project, ['status']);
    assert.equal(await status.exitCode, 2, status.output());
    assert.match(status.stderr(), /No measured process is running in /);
  });

  it('of a killed process is removed when other processes of its run get a request', async () => {
    const family = await start();
    const pids = [await family.add(), await family.add(), await family.add()];
    await family.hit(0, 3);
    await family.end(1, 'SIGKILL');
    const dump = startCovermain(project, ['dump']);
    assert.equal(await dump.exitCode, 0, dump.output());
    assert.deepEqual(
      listSockets(project.root).map(({ pid }) => pid),
      [pids[0], pids[2]],
    );
  });

  for (const [title, variables] of [
    ['', {}],
    [' and TMPDIR differs for the program', { TMPDIR: 'temporary' }],
  ] as const) {
    it(`is in the directory of temporary files if the project path is too long${title}`, async () => {
      const measuring = await openProject(DEEP);
      const SOCKETS = socketDirectoriesOf(project.root)[1]?.path ?? '';
      mkdirSync(project.path('temporary'));
      const programEnv = Object.fromEntries(
        Object.entries(variables).map(([name, path]) => [name, project.path(path)]),
      );
      const family = startProcessTree(project, { env: { ...measuring.env, ...programEnv, SOCKETS } });
      const pid = await family.add();
      await family.hit(0, 5);
      assert.deepEqual(
        (await listProcesses()).map((status) => status.pid),
        [pid],
      );
      const inProject = existsSync(project.path('.covermain')) ? readdirSync(project.path('.covermain')) : [];
      assert.deepEqual(
        inProject.filter((name) => name.endsWith('.sock')),
        [],
      );
      const [socket] = listSockets(project.root);
      assert.equal(join(dirname(socket?.path ?? ''), '/'), SOCKETS);
      assert.equal(statSync(SOCKETS).mode & 0o777, 0o700);
      const stop = startCovermain(project, ['stop']);
      assert.equal(await stop.exitCode, 0, stop.output());
      assert.deepEqual(listSockets(project.root), []);
      assert.equal(measuring.functions(MEMBER).hit, 5);
    });
  }

  it('is in TMPDIR if a file has the name of its directory among the temporary files', async () => {
    const { env } = await openProject(DEEP);
    const taken = (socketDirectoriesOf(project.root)[1]?.path ?? '').replace(/\/$/, '');
    writeFileSync(taken, '');
    // The directory is outside the project, because a path inside it would be too long again.
    const TMPDIR = mkdtempSync(join(tmpdir(), 'covermain-'));
    const family = startProcessTree(project, {
      env: { ...env, TMPDIR, SOCKETS: join(TMPDIR, basename(taken)) },
    });
    const pid = await family.add();
    const list = startCovermain(project, ['list', '--json'], { env: { TMPDIR } });
    assert.equal(await list.exitCode, 0, list.output());
    const [found] = JSON.parse(list.stdout()) as readonly ProcessStatus[];
    assert.equal(found?.pid, pid);
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
    rmSync(TMPDIR, { recursive: true });
  });

  it('stays if it cannot be removed, and the process still exits with its own code', async () => {
    const { env, functions } = await openProject();
    writeFileSync(
      project.path('src/stuck.js'),
      `${AGENT.first}
      const { mkdirSync, readdirSync, unlinkSync } = require('node:fs');
      const [name] = readdirSync('.covermain').filter((one) => one.endsWith('.sock'));
      unlinkSync('.covermain/' + name);
      mkdirSync('.covermain/' + name);
      last();
      process.exit(4);
      function last() {}`,
    );
    const outcome = await outcomeOf(startNode(project, ['src/stuck.js'], env));
    assert.deepEqual(outcome, { code: 4, signal: null, stdout: '', stderr: '' });
    assert.equal(functions('src/stuck.js').last, 1);
  });
});
