/** What keeps a process alive is named as a person would look for it. */
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

describe('stillOpen', () => {
  it('names a listening server by its port, until it is closed', async () => {
    const { server, port } = await listen();
    const phrase = `a server listening on 127.0.0.1:${port}`;
    assert.ok(stillOpen().includes(phrase));
    server.close();
    await once(server, 'close');
    assert.ok(!stillOpen().includes(phrase));
  });

  it('leaves out what does not keep the process alive', async () => {
    const { server, port } = await listen();
    server.unref();
    assert.deepEqual(
      stillOpen().filter((phrase) => phrase.includes(`:${port}`)),
      [],
    );
    server.close();
  });

  it('names a connection by both of its ends', async () => {
    const { server, port } = await listen();
    const client = connect(port, '127.0.0.1');
    await Promise.all([once(server, 'connection'), once(client, 'connect')]);
    const phrase = `a connection 127.0.0.1:${client.localPort} – 127.0.0.1:${port}`;
    assert.ok(stillOpen().includes(phrase));
    client.destroy();
    server.close();
  });

  it('names a child process by its pid, until it has exited', async () => {
    const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const phrase = `a child process (pid ${child.pid})`;
    assert.ok(stillOpen().includes(phrase));
    child.stdin.end();
    await once(child, 'close');
    assert.ok(!stillOpen().includes(phrase));
  });

  it('names what is watched', () => {
    const folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    const watcher = watch(folder);
    try {
      assert.ok(stillOpen().includes(`a watcher of ${folder}`));
    } finally {
      watcher.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('counts timers', () => {
    const before = countTimers();
    const timers = [1, 2].map(() => setTimeout(() => {}, 60_000));
    setTimeout(() => {}, 60_000).unref();
    assert.equal(countTimers(), before + 2);
    for (const timer of timers) clearTimeout(timer);
    assert.equal(countTimers(), before);
  });

  it('leaves the report of the process as it was set', () => {
    const report = process.report as typeof process.report & { excludeNetwork: boolean };
    const { excludeNetwork } = report;
    for (const given of [true, false]) {
      report.excludeNetwork = given;
      stillOpen();
      assert.equal(report.excludeNetwork, given);
    }
    report.excludeNetwork = excludeNetwork;
  });
});
