/** Everything that keeps a process alive is described so that a developer can find it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, watch } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stillOpen } from '../../harness/still-open.js';

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function countTimers(): number {
  return Number(/^(\d+) timers?$/m.exec(stillOpen().join('\n'))?.[1] ?? 0);
}

describe('describing what keeps the process alive', () => {
  it('lists a listening server with its port until it is closed', async () => {
    const { server, port } = await listen();
    const phrase = `a server listening on 127.0.0.1:${port}`;
    assert.ok(stillOpen().includes(phrase));
    server.close();
    await once(server, 'close');
    assert.ok(!stillOpen().includes(phrase));
  });

  it('omits a server that does not keep the process alive', async () => {
    const { server, port } = await listen();
    server.unref();
    assert.deepEqual(
      stillOpen().filter((phrase) => phrase.includes(`:${port}`)),
      [],
    );
    server.close();
  });

  it('lists a connection with both of its addresses', async () => {
    const { server, port } = await listen();
    const client = connect(port, '127.0.0.1');
    await Promise.all([once(server, 'connection'), once(client, 'connect')]);
    const phrase = `a connection 127.0.0.1:${client.localPort} – 127.0.0.1:${port}`;
    assert.ok(stillOpen().includes(phrase));
    client.destroy();
    server.close();
  });

  it('lists a child process with its pid until it has exited', async () => {
    const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const phrase = `a child process (pid ${child.pid})`;
    assert.ok(stillOpen().includes(phrase));
    child.stdin.end();
    await once(child, 'close');
    assert.ok(!stillOpen().includes(phrase));
  });

  it('lists the path of a file watcher', () => {
    const directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    const watcher = watch(directory);
    try {
      assert.ok(stillOpen().includes(`a watcher of ${directory}`));
    } finally {
      watcher.close();
      rmSync(directory, { recursive: true });
    }
  });

  it('counts the timers that keep the process alive', () => {
    const before = countTimers();
    const timers = [1, 2].map(() => setTimeout(() => {}, 60_000));
    setTimeout(() => {}, 60_000).unref();
    assert.equal(countTimers(), before + 2);
    for (const timer of timers) clearTimeout(timer);
    assert.equal(countTimers(), before);
  });

  it('restores the excludeNetwork option of the process report', () => {
    const report = process.report as typeof process.report & { excludeNetwork: boolean };
    const { excludeNetwork } = report;
    for (const value of [true, false]) {
      report.excludeNetwork = value;
      stillOpen();
      assert.equal(report.excludeNetwork, value);
    }
    report.excludeNetwork = excludeNetwork;
  });
});
