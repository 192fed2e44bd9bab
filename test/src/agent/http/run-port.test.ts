/** The port of a run is bound by one process; the others wait for it in silence, and say so where it is a stranger's. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PortHolder } from '../../../../src/agent/http/port-holder.js';
import { openRunPort, type RunPortOptions } from '../../../../src/agent/http/run-port.js';
import { statusOf } from '../../../support/agents.js';

const LOOPBACK = '127.0.0.1';

describe('openPort', () => {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  async function listen(server: Server): Promise<number> {
    servers.push(server);
    await once(server.listen(0, LOOPBACK), 'listening');
    return portOf(server);
  }

  /** @returns the port, what it said, and its attempts: each a server */
  function open({ isPeer = () => false, ...control }: Partial<RunPortOptions>) {
    const said: string[] = [];
    const attempts: Server[] = [];
    /** Emits `attempt` with each server, `asked` with each holder that is looked at, and `said`. */
    const events = new EventEmitter();
    const options = {
      port: 0,
      host: LOOPBACK,
      token: null,
      isPeer(holder: PortHolder) {
        events.emit('asked', holder);
        return isPeer(holder);
      },
      logLine(line: string) {
        said.push(line);
        events.emit('said');
      },
      createServer() {
        const server = createServer((_, response) => response.end('served'));
        servers.push(server);
        attempts.push(server);
        events.emit('attempt', server);
        return server;
      },
      ...control,
    };
    return { port: openRunPort(options), options, said, attempts, events };
  }

  /** The first attempt that is successful from now on. */
  async function bound({ attempts, events }: ReturnType<typeof open>): Promise<Server> {
    for (;;) {
      const server = attempts.at(-1);
      if (server?.listening) return server;
      await Promise.race([server && once(server, 'listening').catch(() => {}), once(events, 'attempt')]);
    }
  }

  it('serves at the URL that it gives', async () => {
    const opened = open({});
    assert.equal(opened.port.url(), null);
    const server = await bound(opened);
    assert.equal(opened.port.url(), `http://${LOOPBACK}:${portOf(server)}`);
    const response = await fetch(`${opened.port.url()}/`);
    assert.equal(await response.text(), 'served');
    assert.equal(opened.port.failure(), undefined);
    assert.deepEqual(opened.said, []);
  });

  it('gives the URL of an address of IPv6 as browsers take it', async function () {
    const probe = createServer().listen(0, '::1');
    const hasIPv6 = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    probe.close();
    if (!hasIPv6) return this.skip();
    const opened = open({ host: '::1' });
    const server = await bound(opened);
    assert.equal(opened.port.url(), `http://[::1]:${portOf(server)}`);
  });

  it('waits in silence while another process of the run has it, and takes over', async () => {
    const holder = createServer((_, response) => {
      response.end(JSON.stringify(statusOf({ run: 'run-1', pid: 7, argv: ['node'] })));
    });
    const port = await listen(holder);
    const opened = open({ port, isPeer: () => true });
    assert.deepEqual(await once(opened.events, 'asked'), [{ pid: 7, run: 'run-1', command: 'node' }]);
    holder.closeAllConnections();
    holder.close();
    const server = await bound(opened);
    assert.equal(portOf(server), port);
    assert.deepEqual([opened.said, opened.port.failure()], [[], undefined]);
  });

  it('says once that a stranger has it, and takes it once it is free', async () => {
    const stranger = createServer((_, response) => response.end('welcome'));
    const port = await listen(stranger);
    const opened = open({ port });
    await once(opened.events, 'said');
    const [line] = opened.said;
    const who = process.platform === 'linux' ? `process ${process.pid} (${process.execPath}` : 'a process';
    assert.ok(
      line?.startsWith(`Cannot serve HTTP on ${LOOPBACK}, port ${port}: the port is taken by ${who}`),
      line,
    );
    assert.ok(line?.endsWith('Set COVERAGE_HTTP_PORT to another port.'), line);
    assert.deepEqual([opened.port.url(), opened.port.failure()], [null, line]);

    await once(opened.events, 'attempt');
    stranger.closeAllConnections();
    stranger.close();
    await bound(opened);
    assert.equal(opened.port.url(), `http://${LOOPBACK}:${port}`);
    assert.equal(opened.port.failure(), undefined);
    assert.equal(opened.said.length, 1);
  });

  it('does not blame a process that has just ended', async () => {
    const ending = createServer(({ socket }) => {
      ending.close();
      socket.destroy();
    });
    const opened = open({ port: await listen(ending) });
    await bound(opened);
    assert.deepEqual([opened.said, opened.port.failure()], [[], undefined]);
  });

  it('says why where it is not for want of the port, and goes on trying', async () => {
    // Of no machine: it is kept for documents.
    const opened = open({ host: '203.0.113.1' });
    await once(opened.events, 'said');
    assert.match(opened.said[0] ?? '', /^Cannot serve HTTP on 203\.0\.113\.1, port 0: .*EADDRNOTAVAIL/);
    opened.options.host = LOOPBACK;
    await bound(opened);
    assert.deepEqual([opened.said.length, opened.port.failure()], [1, undefined]);
  });
});
