/** Tests pushes to servers that fail: the app ends as ever, the profile is on disk, and one warning says what to do. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { RunContext } from '../../src/settings/run-context.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { takePort } from '../support/ports.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { type Answer, hitsOf, type PushServer, profilesOf, startPushServer } from '../support/push-server.js';

const FILE = 'src/app.js';
/** Prints when the app has nothing left to do, and exits with a code. */
const SOURCE =
  "process.on('exit', () => console.log('end ' + Date.now())); work(); function work() { process.exitCode = 3; }";

/** Milliseconds that pushes to a server have that never accepts one. */
const TIMEOUT = 600;

/** Milliseconds that a process may need in addition, on a slow machine. */
const SLACK = 2_000;

describe('a push at the end of a process', () => {
  let project: Project;
  let measuring: () => Measuring;
  let server: PushServer | undefined;

  before(async () => {
    project = makeProject({ 'package.json': '{}', [FILE]: SOURCE });
    measuring = await prepareMeasuring(project, {
      COVER_PUSH: 'http://127.0.0.1:1/',
      COVER_PUSH_TIMEOUT: '600ms',
    });
  });
  afterEach(async () => {
    killLeftPrograms();
    await server?.close();
    server = undefined;
  });
  after(() => project.remove());

  /** Runs the app with pushes to a URL. @returns its warnings without the prefix, and how long its end was delayed */
  async function run(url: string, timeout = TIMEOUT) {
    const measured = measuring();
    const context = JSON.parse(measured.env.COVERMAIN_RUN ?? '') as RunContext;
    const { controls } = context;
    const push = controls.push && { ...controls.push, timeout };
    const COVERMAIN_RUN = JSON.stringify({ ...context, controls: { ...controls, push } });
    const started = startNode(project, [FILE], { ...measured.env, COVERMAIN_RUN, COVER_PUSH: url });
    const { code, signal, stdout, stderr } = await outcomeOf(started);
    const delay = Date.now() - Number(/end (\d+)/.exec(stdout)?.[1]);
    assert.deepEqual([code, signal], [3, null], stderr);
    assert.deepEqual(measured.functions(FILE), { work: 1, '(anonymous_0)': 1 });
    const warnings = stderr.split('\n').filter((line) => line !== '');
    return { warnings: warnings.map((line) => line.replace('covermain: ', '')), delay };
  }

  function assertDelay(delay: number): void {
    assert.ok(delay < TIMEOUT + SLACK, `the end was delayed by ${delay} ms`);
  }

  /** Fails unless there is one warning, which names the file of the profile. */
  function assertWarning(warnings: readonly string[], start: RegExp): void {
    const [warning = '', ...others] = warnings;
    assert.deepEqual(others, []);
    assert.match(warning, start);
    const [, path = ''] = /The profile is in (\/.+)\.$/.exec(warning) ?? [];
    assert.ok(existsSync(path), warning);
  }

  async function start(answer?: Answer): Promise<PushServer> {
    server = await startPushServer(answer);
    return server;
  }

  it('is tried again after an error of the server', async () => {
    const { origin, received } = await start((response, attempt) => {
      response.writeHead(attempt === 0 ? 500 : 200).end();
    });
    assert.deepEqual((await run(`${origin}/p`)).warnings, []);
    assert.deepEqual(
      received.map(({ url }) => url),
      ['/p', '/p'],
    );
    assert.deepEqual(received[0]?.body, received[1]?.body);
  });

  it('waits as long as the server asks for, if there is time', async () => {
    const times: number[] = [];
    const { origin, received } = await start((response, attempt) => {
      times.push(performance.now());
      response.writeHead(attempt === 0 ? 429 : 200, { 'Retry-After': '1' }).end();
    });
    const { warnings } = await run(`${origin}/p`, 20_000);
    assert.deepEqual(warnings, []);
    assert.equal(received.length, 2);
    assert.ok((times[1] ?? 0) - (times[0] ?? 0) >= 999);
  });

  it('gives up at once if the server asks for more time than there is', async () => {
    const { origin, received } = await start((response) => {
      response.writeHead(503, { 'Retry-After': '60' }).end();
    });
    const { warnings, delay } = await run(`${origin}/p`);
    assertWarning(warnings, /the server answered 503\. Check the server, or raise COVER_PUSH_TIMEOUT\./);
    assert.equal(received.length, 1);
    assertDelay(delay);
  });

  for (const [status, advice] of [
    [400, 'Check that COVER_PUSH names a server that accepts profiles by PUT.'],
    [403, 'Check COVER_PUSH_TOKEN, or whether a presigned URL has expired.'],
    [404, 'Check the path in COVER_PUSH: that of `covermain receive` is /v1/cover/push/.'],
    [413, 'Raise the size limit of the server.'],
  ] as const)
    it(`is not repeated after ${status}`, async () => {
      const { origin, received } = await start((response) => {
        response.writeHead(status).end('<Error><Code>AccessDenied</Code></Error>');
      });
      const { warnings } = await run(`${origin}/p?signature=abc`);
      assertWarning(warnings, /^Cannot push the profile to http:\/\/127\.0\.0\.1:\d+\/p\?\*\*\*: /);
      assert.ok(
        warnings[0]?.includes(`the server answered ${status} (AccessDenied). ${advice}`),
        warnings[0],
      );
      assert.equal(received.length, 1);
    });

  it('follows no redirect, so that its token reaches no other server', async () => {
    const other = await startPushServer();
    try {
      const { origin, received } = await start((response) => {
        response.writeHead(307, { Location: `${other.origin}/p` }).end();
      });
      const { warnings } = await run(`${origin}/p`);
      assertWarning(warnings, /the server answered 307\. Redirects are not followed\./);
      assert.deepEqual([received.length, other.received.length], [1, 0]);
    } finally {
      await other.close();
    }
  });

  it('ends in time if nothing listens', async () => {
    const { origin, close } = await startPushServer();
    await close();
    const { warnings, delay } = await run(`${origin}/p`);
    assertWarning(warnings, /: connect ECONNREFUSED .*Check the address in COVER_PUSH/);
    assertDelay(delay);
  });

  it('ends in time if the server never answers', async () => {
    const { origin, received } = await start(() => {});
    const { warnings, delay } = await run(`${origin}/p`);
    assertWarning(warnings, /the server did not answer within \d+ ms\. /);
    assert.equal(received.length, 1);
    // The rest of the time is left for the warning.
    assert.ok(delay >= TIMEOUT * 0.8, `the end was delayed by ${delay} ms`);
    assertDelay(delay);
  });

  it('succeeds if the server sends the status and never ends the response', async () => {
    const { origin } = await start((response) => void response.writeHead(200).write('never '));
    assert.deepEqual((await run(`${origin}/p`)).warnings, []);
  });

  it('ends in time if the server sends an endless error', async () => {
    const { origin } = await start((response) => {
      response.writeHead(500);
      const send = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', send);
      };
      send();
    });
    const { warnings, delay } = await run(`${origin}/p`);
    assertWarning(warnings, /the server answered 500/);
    assertDelay(delay);
  });

  it('is tried again if the server drops the connection within the request', async () => {
    const target = await start();
    const { port } = new URL(target.origin);
    let connections = 0;
    const proxy = await takePort(
      createServer((socket) => {
        connections += 1;
        socket.on('error', () => {});
        if (connections === 1) socket.once('data', () => socket.resetAndDestroy());
        else socket.pipe(connect(Number(port), '127.0.0.1')).pipe(socket);
      }),
    );
    try {
      assert.deepEqual((await run(`http://127.0.0.1:${proxy.port}/p`)).warnings, []);
      assert.deepEqual([connections, target.received.length], [2, 1]);
    } finally {
      await proxy.close();
    }
  });

  it('counts once if the answer to the first attempt is lost', async () => {
    const { origin, received } = await start((response, attempt) => {
      if (attempt === 0) response.socket?.resetAndDestroy();
      else response.writeHead(204).end();
    });
    assert.deepEqual((await run(`${origin}/p`)).warnings, []);
    const [first, second] = received;
    assert.ok(first && second);
    assert.deepEqual(
      profilesOf(first).profiles.map(({ start, end }) => [start, end]),
      profilesOf(second).profiles.map(({ start, end }) => [start, end]),
    );
    assert.equal(hitsOf(first), hitsOf(second));
  });

  it('sends no header Authorization without a token', async () => {
    const { origin, received } = await start();
    await run(`${origin}/p?X-Amz-Signature=%2b%2B'a+b`);
    const [push] = received;
    assert.ok(push);
    const { method, url, headers, body } = push;
    assert.deepEqual([method, url], ['PUT', "/p?X-Amz-Signature=%2b%2B'a+b"]);
    assert.deepEqual(Object.keys(headers).sort(), ['connection', 'content-length', 'host', 'user-agent']);
    assert.equal(headers['content-length'], `${body.length}`);
  });
});
