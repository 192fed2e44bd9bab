/** Tests that a private socket can be found, and that only its owner can connect to it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isListening, requestAgent } from '../../../../src/agent/peers/agent-client.js';
import { listenPrivately } from '../../../../src/agent/peers/private-socket.js';
import {
  listSockets,
  longestSocketPath,
  runTagOf,
  socketDirectoriesOf,
} from '../../../../src/agent/peers/socket-path.js';
import { CovermainError } from '../../../../src/platform/errors.js';
import { socketDirectoryOfKind, startListening, useAgentRoot } from '../../../support/agents.js';
import { REPOSITORY } from '../../../support/project.js';

describe('listening on a private socket', () => {
  let root: string;
  let servers: Server[];

  beforeEach(() => {
    servers = [];
  });

  afterEach(async () => {
    for (const server of servers) if (server.listening) await new Promise((closed) => server.close(closed));
  });

  useAgentRoot((path) => {
    root = path;
  });

  function listen(pid = 123, projectRoot = root): Promise<{ readonly path: string }> {
    const server = createServer((socket) => socket.end());
    servers.push(server);
    return listenPrivately(server, { root: projectRoot, run: 'run-1', pid, start: 1_000 });
  }

  const modeOf = (path: string) => statSync(path).mode & 0o777;
  const inTemporary = (path: string) => path.startsWith(socketDirectoryOfKind(root, 'temporary').path);
  const linkOf = (path: string) => path.replace(/\/$/, '');

  it('creates it in the project, where listSockets finds it', async () => {
    const { path } = await listen();
    assert.equal(path, join(root, `.covermain/rs-123-${runTagOf('run-1')}.sock`));
    assert.deepEqual(listSockets(root), [{ path, pid: 123, start: 1_000, runTag: runTagOf('run-1') }]);
    assert.equal(await isListening(path), true);
  });

  it('denies access to other users, and makes Git ignore it', async () => {
    const { path } = await listen();
    assert.equal(modeOf(dirname(path)), 0o700);
    assert.equal(modeOf(path), 0o600);
    assert.equal(readFileSync(join(root, '.covermain/.gitignore'), 'utf8'), '*\n');
  });

  it('removes the access of others to an existing directory and keeps its files', async () => {
    mkdirSync(join(root, '.covermain'));
    chmodSync(join(root, '.covermain'), 0o755);
    writeFileSync(join(root, '.covermain/.gitignore'), 'mine');
    const { path } = await listen();
    assert.equal(modeOf(dirname(path)), 0o700);
    assert.equal(readFileSync(join(root, '.covermain/.gitignore'), 'utf8'), 'mine');
  });

  it('serves HTTP', async () => {
    const server = createHttpServer((request, response) => response.end(request.url));
    servers.push(server);
    const { path } = await listenPrivately(server, { root, run: 'run-1', pid: 123, start: 1_000 });
    assert.equal((await requestAgent(path, { method: 'GET', path: '/x' })).body.toString(), '/x');
  });

  it('removes the file when the server is closed', async () => {
    const { path } = await listen();
    assert.equal(existsSync(path), true);
    await new Promise((closed) => servers[0]?.close(closed));
    assert.equal(existsSync(path), false);
  });

  it('uses a temporary directory if the path of the project is too long', async () => {
    const longRoot = join(root, 'long'.repeat(25));
    mkdirSync(longRoot);
    const { path } = await listen(123, longRoot);
    assert.ok(path.startsWith('/tmp/'));
    assert.equal(modeOf(dirname(path)), 0o700);
    assert.equal(existsSync(join(longRoot, '.covermain')), false);
    assert.deepEqual(
      listSockets(longRoot).map((socket) => socket.path),
      [path],
    );
    rmSync(dirname(path), { recursive: true });
  });

  it('accepts a path of the maximum length, and none that is a byte longer', async () => {
    const short = socketDirectoriesOf(root)[0]?.path.length ?? 0;
    const rest = longestSocketPath() - short - `rs-123-${runTagOf('run-1')}.sock`.length;
    for (const [length, isInProject] of [
      [rest - 1, true],
      [rest, false],
    ] as const) {
      // The limit is in bytes: each of these letters has two.
      const longRoot = join(root, `${'ä'.repeat(Math.floor(length / 2))}${'a'.repeat(length % 2)}`);
      mkdirSync(longRoot);
      const { path } = await listen(123, longRoot);
      assert.equal(path.startsWith(longRoot), isInProject);
      assert.equal(await isListening(path), true);
      if (!isInProject) rmSync(dirname(path), { recursive: true });
    }
  });

  it('uses a temporary directory if the directory in the project cannot be created', async () => {
    writeFileSync(join(root, '.covermain'), '');
    assert.ok(inTemporary((await listen()).path));
  });

  it('does not follow a link instead of the directory', async () => {
    mkdirSync(join(root, 'elsewhere'), { mode: 0o700 });
    symlinkSync('elsewhere', join(root, '.covermain'));
    assert.ok(inTemporary((await listen()).path));
  });

  it('fails with all reasons if no directory can be used, and does not listen', async () => {
    writeFileSync(join(root, '.covermain'), '');
    const elsewhere = mkdtempSync(join(tmpdir(), 'covermain-'));
    const links = socketDirectoriesOf(root).filter(({ kind }) => kind === 'temporary');
    for (const { path } of links) symlinkSync(elsewhere, linkOf(path));
    await assert.rejects(listen(), (error) => {
      assert.ok(error instanceof CovermainError);
      assert.equal(error.code, 'AGENT_FAILED');
      assert.match(
        error.message,
        /socket for process 123, so covermain.*ENOTDIR.*it is a symbolic link.*Set TMPDIR/,
      );
      return true;
    });
    assert.equal(servers[0]?.listening, false);
    rmSync(elsewhere, { recursive: true });
  });

  it('replaces a socket of the same name that a killed process has left', async () => {
    const left = await startListening(root);
    await left.kill();
    assert.equal(existsSync(left.path), true);
    assert.equal((await listen(left.pid)).path, left.path);
    assert.equal(await isListening(left.path), true);
  });

  it('keeps a socket of the same name that a process listens on', async () => {
    const { path } = await listen();
    const second = await listen();
    assert.notEqual(second.path, path);
    assert.ok(inTemporary(second.path));
    assert.equal(await isListening(path), true);
  });

  /** Returns the source of a thread. It registers tsx, because threads do not inherit it. */
  const threadIn = (projectRoot: string) => `(async () => {
    (await import('tsx/esm/api')).register();
    const { listenPrivately } = await import('./src/agent/peers/private-socket.ts');
    const options = { root: ${JSON.stringify(projectRoot)}, run: 'run-1', pid: process.pid, start: 1000 };
    const socket = await listenPrivately(require('node:net').createServer(), options);
    require('node:worker_threads').parentPort.postMessage(socket);
  })()`;

  for (const [title, end, isLeft] of [
    ['is idle', 'worker.unref()', false],
    ['exits', 'process.exit()', false],
    ['throws', "throw new Error('thrown')", false],
    ['is killed', "process.kill(process.pid, 'SIGKILL')", true],
  ] as const) {
    it(`${isLeft ? 'leaves' : 'removes'} the file when the process of the listening thread ${title}`, async () => {
      const program = `
        const { Worker } = require('node:worker_threads');
        const worker = new Worker(${JSON.stringify(threadIn(root))}, { eval: true });
        worker.once('message', ({ path }) => { process.stdout.write(path, () => { ${end} }); });`;
      const child = spawn(process.execPath, ['-e', program], {
        cwd: REPOSITORY,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let path = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        path += text;
      });
      await once(child, 'close');
      assert.equal(path, join(root, `.covermain/rs-${child.pid}-${runTagOf('run-1')}.sock`));
      assert.equal(existsSync(path), isLeft);
    });
  }
});
