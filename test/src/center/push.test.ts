import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { endAt, openTestCenter, pushOf, type TestCenter } from '../../support/center.js';
import { metaOf } from '../../support/profiles.js';

describe('pushing to a center', () => {
  let center: TestCenter;

  async function open(options: Parameters<typeof openTestCenter>[0] = {}): Promise<void> {
    center = await openTestCenter(options);
  }

  afterEach(() => center.end());

  const filesIn = () => readdirSync(center.directory).sort();
  const countsOf = () =>
    readProfileDirectory(center.directory).profiles.map(({ files }) =>
      files.flatMap(({ counters }) => Array.from(counters)),
    );

  it('stores the files of an archive before it answers', async () => {
    await open();
    const { bytes, name } = pushOf([1, 2, 3]);
    const response = await center.push('pod.run.1', bytes);
    assert.deepEqual([response.status, response.headers.get('covermain-metas')], [201, 'keep']);
    assert.deepEqual(countsOf(), [[1, 2, 3]]);
    assert.ok(existsSync(join(center.directory, name)));
    assert.deepEqual(center.failures, []);
  });

  it('changes nothing when a push is repeated', async () => {
    await open();
    const { bytes } = pushOf([1, 2, 3]);
    await center.push('a', bytes);
    const files = filesIn();
    const response = await center.push('a', bytes);
    assert.equal(response.status, 204);
    assert.deepEqual(filesIn(), files);
    assert.deepEqual(countsOf(), [[1, 2, 3]]);
  });

  it('replaces counters only by later ones', async () => {
    await open();
    await center.push('a', pushOf([1, 1, 1], { end: endAt(1) }).bytes);
    await center.push('a', pushOf([3, 3, 3], { end: endAt(3) }).bytes);
    assert.equal((await center.push('a', pushOf([2, 2, 2], { end: endAt(2) }).bytes)).status, 204);
    assert.deepEqual(countsOf(), [[3, 3, 3]]);
  });

  it('accepts counters without metas that it has, and asks for metas that it lacks', async () => {
    await open();
    await center.push('a', pushOf([1, 1, 1], { pid: 1 }).bytes);
    assert.equal((await center.push('a', pushOf([1, 1, 1], { pid: 2 }, { metas: [] }).bytes)).status, 201);
    const meta = metaOf({ path: 'other.ts' });
    const response = await center.push('b', pushOf([1, 1, 1], { pid: 3 }, { meta, metas: [] }).bytes);
    assert.equal(response.status, 409);
    assert.match(await response.text(), /Send it again with all metas/);
    assert.equal(countsOf().length, 2);
  });

  const damage = (bytes: Buffer) => {
    const damaged = Buffer.from(bytes);
    damaged[bytes.length - 20] = (damaged[bytes.length - 20] ?? 0) ^ 1;
    return damaged;
  };
  for (const [what, body, reason] of [
    ['an empty body', '', /expected an archive of covermain/],
    ['a body of another format', '<html>', /expected an archive of covermain/],
    ['a damaged archive', damage(pushOf([1, 2, 3]).bytes), /checksum mismatch/],
    ['a truncated archive', pushOf([1, 2, 3]).bytes.subarray(0, -1), /checksum mismatch/],
    ['another number of counters than the meta has', pushOf([1]).bytes, /1 counters, but .* has 3 probes/],
    ['a text in mode set', 'mode: set\na.go:1.1,2.2 1 1\n', /mode: atomic/],
    ['a truncated text', 'mode: atomic\na.go:1.1,2.2 1', /truncated/],
    ['a text with other lines', 'mode: atomic\nrm -rf\n', /line 2 is not in Go's text format/],
  ] as const) {
    it(`refuses ${what}, and writes nothing`, async () => {
      await open();
      const response = await center.push('a', body);
      assert.equal(response.status, 400);
      assert.match(await response.text(), reason);
      assert.deepEqual(filesIn(), []);
      assert.deepEqual(center.failures, []);
    });
  }

  it('stores a text under its name, and replaces it by the next one', async () => {
    await open();
    const text = (count: number) => `mode: count\nexample.com/a.go:1.1,2.2 1 ${count}\n`;
    const headers = { 'content-type': 'text/plain' };
    assert.equal((await center.push('go-service.1', text(1), { headers })).status, 201);
    assert.equal((await center.push('go-service.1', text(2), { headers })).status, 204);
    assert.equal(readFileSync(join(center.directory, 'text/go-service.1'), 'utf8'), text(2));
  });

  for (const name of ['..', '../a', 'a/b', '.hidden', 'tmp.x', 'a b', 'a\0', 'a\n', 'ä', 'x'.repeat(201)]) {
    it(`refuses the name ${JSON.stringify(name.slice(0, 9))} for a text`, async () => {
      await open();
      const response = await center.push(name, 'mode: count\n');
      assert.ok([400, 404].includes(response.status), `${response.status}`);
      assert.deepEqual(filesIn(), []);
    });
  }

  it('refuses a body that is larger than the limit before it reads it', async () => {
    await open({ maxSize: 1000 });
    const socket = connect(Number(new URL(center.url).port), '127.0.0.1');
    socket.write('PUT /v1/cover/push/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(String(answer), /^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('refuses a body of unknown length as soon as it is larger than the limit', async () => {
    await open({ maxSize: 1000 });
    const body = new Blob([new Uint8Array(5000)]).stream();
    const response = await center.push('a', 'x', { body, duplex: 'half' } as RequestInit);
    assert.equal(response.status, 413);
  });

  it('keeps nothing of a client that disconnects', async () => {
    await open();
    const { bytes } = pushOf([1, 2, 3]);
    const socket = connect(Number(new URL(center.url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `PUT /v1/cover/push/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    );
    socket.write(bytes.subarray(0, 50));
    socket.resume().end();
    await once(socket, 'close');
    assert.equal((await center.push('b', pushOf([1, 1, 1], { pid: 2 }).bytes)).status, 201);
    assert.deepEqual(countsOf(), [[1, 1, 1]]);
    assert.deepEqual(center.failures, []);
  });

  it('accepts only clients with the token, before it reads their bodies', async () => {
    const token = 'correct horse battery'.replaceAll(' ', '-');
    await open({ http: { host: '127.0.0.1', port: 0, token } });
    const { bytes } = pushOf([1, 2, 3]);
    for (const authorization of ['', `Bearer ${token}x`, `Basic ${token}`, 'Bearer ']) {
      const response = await center.push('a', bytes, { headers: { authorization } });
      assert.equal(response.status, 401);
      assert.match(await response.text(), /--token-file/);
    }
    assert.deepEqual(filesIn(), []);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await center.push('a', bytes, { headers })).status, 201);
  });

  it('refuses web pages, and other methods', async () => {
    await open();
    const { bytes } = pushOf([1, 2, 3]);
    const headers = { origin: 'http://evil.example' };
    assert.equal((await center.push('a', bytes, { headers })).status, 403);
    for (const method of ['POST', 'DELETE', 'PATCH'])
      assert.equal((await center.push('a', bytes, { method })).status, 405);
    assert.deepEqual(filesIn(), []);
  });

  it('stores concurrent pushes of many processes', async () => {
    await open();
    const pids = [...Array(100).keys()];
    const responses = await Promise.all(
      pids.map((pid) => center.push(`pod.run.${pid}`, pushOf([pid, 1, 0], { pid }).bytes)),
    );
    assert.ok(responses.every(({ status }) => status === 201));
    const sum = countsOf().reduce((total, [first = 0]) => total + first, 0);
    assert.equal(sum, (100 * 99) / 2);
  });
});
