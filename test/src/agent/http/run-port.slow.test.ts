/** Tests that one process binds the port of a run, and that others wait for it and warn only if another program has it. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PortHolder } from '../../../../src/agent/http/port-holder.js';
import { openRunPort, type RunPortOptions } from '../../../../src/agent/http/run-port.js';
import { statusOf } from '../../../support/agents.js';

const LOOPBACK = '127.0.0.1';

describe('the port of a run', () => {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  async function listen(server: Server, port = 0): Promise<number> {
    servers.push(server);
    await once(server.listen(port, LOOPBACK), 'listening');
    return portOf(server);
  }

  /** Listens until somebody asks for the status, as a process that ends meanwhile. */
  function listenUntilAsked(port = 0): Promise<number> {
    const ending = createServer(({ socket }) => {
      ending.close();
      socket.destroy();
    });
    return listen(ending, port);
  }

  /** @returns the port, its log lines, and the server of each attempt */
  function open({ isPeer = () => false, ...control }: Partial<RunPortOptions>) {
    const logged: string[] = [];
    const attempts: Server[] = [];
    /** Emits `attempt` with each server, `asked` with each holder that is checked, and `logged`. */
    const events = new EventEmitter();
    const options = {
      port: 0,
      host: LOOPBACK,
      token: null,
      onBound: () => {},
      isPeer(holder: PortHolder) {
        events.emit('asked', holder);
        return isPeer(holder);
      },
      logLine(line: string) {
        logged.push(line);
        events.emit('logged');
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
    return { port: openRunPort(options), options, logged, attempts, events };
  }

  /** Resolves with the server of the next successful attempt. */
  async function bound({ attempts, events }: ReturnType<typeof open>): Promise<Server> {
    for (;;) {
      const server = attempts.at(-1);
      if (server?.listening) return server;
      await Promise.race([server && once(server, 'listening').catch(() => {}), once(events, 'attempt')]);
    }
  }

  it('serves at the URL that it returns', async () => {
    const opened = open({});
    assert.equal(opened.port.url(), null);
    const server = await bound(opened);
    assert.equal(opened.port.url(), `http://${LOOPBACK}:${portOf(server)}`);
    const response = await fetch(`${opened.port.url()}/`);
    assert.equal(await response.text(), 'served');
    assert.equal(opened.port.failure(), undefined);
    assert.deepEqual(opened.logged, []);
  });

  it('returns a valid URL for an IPv6 address', async function () {
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

  it('waits without a warning while another process of the run has bound the port, and then binds it', async () => {
    const holder = createServer((_, response) => {
      response.end(JSON.stringify(statusOf({ run: 'run-1', pid: process.pid })));
    });
    const port = await listen(holder);
    const opened = open({ port, isPeer: () => true });
    const [{ pid, run }] = (await once(opened.events, 'asked')) as [PortHolder];
    assert.deepEqual([pid, run], [process.pid, 'run-1']);
    holder.closeAllConnections();
    holder.close();
    const server = await bound(opened);
    assert.equal(portOf(server), port);
    assert.deepEqual([opened.logged, opened.port.failure()], [[], undefined]);
  });

  it('warns once that another program has bound the port, and binds it when it is free', async () => {
    const otherServer = createServer((_, response) => response.end('welcome'));
    const port = await listen(otherServer);
    const opened = open({ port });
    await once(opened.events, 'logged');
    const [line] = opened.logged;
    const holder = process.platform === 'linux' ? `process ${process.pid} (${process.execPath}` : 'a process';
    assert.ok(
      line?.startsWith(`Cannot serve HTTP on ${LOOPBACK}, port ${port}: the port is taken by ${holder}`),
      line,
    );
    assert.ok(line?.endsWith('Set COVERAGE_HTTP_PORT to another port.'), line);
    assert.deepEqual([opened.port.url(), opened.port.failure()], [null, line]);

    await once(opened.events, 'attempt');
    otherServer.closeAllConnections();
    otherServer.close();
    await bound(opened);
    assert.equal(opened.port.url(), `http://${LOOPBACK}:${port}`);
    assert.equal(opened.port.failure(), undefined);
    assert.equal(opened.logged.length, 1);
  });

  it('does not warn about a process that has just ended', async () => {
    const opened = open({ port: await listenUntilAsked() });
    await bound(opened);
    assert.deepEqual([opened.logged, opened.port.failure()], [[], undefined]);
  });

  it('does not warn about two processes that end one after the other', async () => {
    const port = await listenUntilAsked();
    let searches = 0;
    const opened = open({
      port,
      async isPeer() {
        searches += 1;
        if (searches > 1) return false;
        await listenUntilAsked(port);
        await once(opened.events, 'attempt');
        return false;
      },
    });
    await bound(opened);
    assert.deepEqual([opened.logged, opened.port.failure(), searches], [[], undefined, 2]);
  });

  it('warns about other errors with their reason, and keeps trying', async () => {
    // No machine has this address: it is reserved for documentation (RFC 5737).
    const opened = open({ host: '203.0.113.1' });
    await once(opened.events, 'logged');
    assert.match(opened.logged[0] ?? '', /^Cannot serve HTTP on 203\.0\.113\.1, port 0: .*EADDRNOTAVAIL/);
    opened.options.host = LOOPBACK;
    await bound(opened);
    assert.deepEqual([opened.logged.length, opened.port.failure()], [1, undefined]);
  });
});
