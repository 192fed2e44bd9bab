/** Tests that the process that has a port is identified by its status, or else by the socket tables of the system. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describePortHolder, findPortHolder } from '../../../../src/agent/http/port-holder.js';
import { formatLogLine } from '../../../../src/platform/log-line.js';
import { statusOf } from '../../../support/agents.js';
import { killLeftPrograms } from '../../../support/program.js';
import { startSource } from '../../../support/sources.js';

const LOOPBACK = '127.0.0.1';

describe('finding the process that has a port', () => {
  const servers: Server[] = [];

  afterEach(() => {
    killLeftPrograms();
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** @returns the port of a server of this process */
  async function serve(listener: RequestListener, host = LOOPBACK): Promise<number> {
    const server = createServer(listener).listen(0, host);
    servers.push(server);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  const ownCommand = () => [process.execPath, ...process.execArgv].join(' ');

  it('identifies an agent by its status', async () => {
    const status = statusOf({ run: 'run-2', pid: process.pid });
    const asked: unknown[] = [];
    const port = await serve(({ method, url }, response) => {
      asked.push([method, url]);
      response.end(JSON.stringify(status));
    });
    const { pid, run, command } = await findPortHolder({ host: LOOPBACK, port, token: null });
    assert.deepEqual([pid, run], [process.pid, 'run-2']);
    if (process.platform === 'linux') assert.ok(command?.startsWith(ownCommand().slice(0, 120)), command);
    assert.deepEqual(asked, [['GET', '/v1/cover/status?process=self']]);
  });

  it('never sends the token', async () => {
    const asked: unknown[] = [];
    const port = await serve(({ headers }, response) => {
      asked.push(headers);
      response.end(JSON.stringify(statusOf({ run: 'run-2', pid: 7 })));
    });
    const { pid } = await findPortHolder({ host: LOOPBACK, port, token: 'secret' });
    assert.deepEqual(asked, []);
    assert.equal(pid, process.platform === 'linux' ? process.pid : undefined);
  });

  it('supports IPv6 addresses', async function () {
    const status = statusOf({ run: 'run-2', pid: process.pid });
    const port = await serve((_, response) => response.end(JSON.stringify(status)), '::1').catch(() => null);
    if (port === null) return this.skip();
    const { pid, run } = await findPortHolder({ host: '::1', port, token: null });
    assert.deepEqual([pid, run], [process.pid, 'run-2']);
  });

  it('does not believe a status with the pid of another process', async function () {
    if (process.platform !== 'linux') return this.skip();
    const status = statusOf({ run: 'run-2', pid: 7, argv: ['forged'] });
    const port = await serve((_, response) => response.end(JSON.stringify(status)));
    const { pid, run } = await findPortHolder({ host: LOOPBACK, port, token: null });
    assert.deepEqual([pid, run], [process.pid, undefined]);
  });

  const STRANGERS: readonly (readonly [title: string, listener: RequestListener])[] = [
    ['responds with 404', (_, response) => response.writeHead(404).end('{}')],
    ['responds with 401', (_, response) => response.writeHead(401).end(JSON.stringify(statusOf({})))],
    ['responds with plain text', (_, response) => response.end('welcome')],
    ['responds with other JSON', (_, response) => response.end('{"pid":"7","argv":[]}')],
    ['responds with null', (_, response) => response.end('null')],
    ['redirects', (_, response) => response.writeHead(302, { location: '/' }).end()],
    ['closes the connection', ({ socket }) => socket.destroy()],
    ['never ends its response', (_, response) => response.write('{')],
  ];
  for (const [title, listener] of STRANGERS) {
    it(`identifies a server that ${title} by its pid and command`, async function () {
      if (process.platform !== 'linux') return this.skip();
      const port = await serve(listener);
      const { pid, run, command } = await findPortHolder({ host: LOOPBACK, port, token: null });
      assert.deepEqual({ pid, run }, { pid: process.pid, run: undefined });
      assert.ok(command?.startsWith(ownCommand().slice(0, 120)), command);
    });
  }

  it('identifies another process that listens and never responds', async function () {
    if (process.platform !== 'linux') return this.skip();
    const otherProgram = startSource(`
      const server = require('node:net').createServer(() => {});
      server.listen(0, '${LOOPBACK}', () => console.log('port ' + server.address().port));`);
    const [, port] = await otherProgram.printed(/port (\d+)/);
    const holder = await findPortHolder({ host: LOOPBACK, port: Number(port), token: null });
    assert.equal(holder.pid, otherProgram.pid);
    assert.ok(holder.command?.startsWith(`${process.execPath} -e `), holder.command);
  });

  it('returns nothing if no process listens', async () => {
    const port = await serve(() => {});
    const [server] = servers;
    await new Promise((resolve) => server?.close(resolve));
    assert.deepEqual(await findPortHolder({ host: LOOPBACK, port, token: null }), {});
  });
});

describe('describing the process that has a port', () => {
  it('distinguishes an agent of another run, another program and an unknown process', () => {
    assert.equal(
      describePortHolder({ pid: 7, run: 'run-2', command: 'node app.js' }),
      'process 7 of another covermain run (node app.js)',
    );
    assert.equal(describePortHolder({ pid: 7, command: 'node app.js' }), 'process 7 (node app.js)');
    assert.equal(describePortHolder({ pid: 7, run: 'run-2' }), 'process 7 of another covermain run');
    assert.equal(describePortHolder({}), 'a process that this user cannot see');
    assert.equal(describePortHolder({ user: 1001 }), 'a process of another user (id 1001)');
  });

  it('is one printable log line with the command of any program', () => {
    const command = 'evil\u001b[31m\u009b2J\r\ncovermain: all is well';
    assert.equal(
      formatLogLine(describePortHolder({ pid: 7, command })),
      String.raw`covermain: process 7 (evil\x1b[31m\x9b2J\r\ncovermain: all is well)`,
    );
  });
});
