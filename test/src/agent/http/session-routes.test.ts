/** Tests the routes for sessions: covermain's own, and those of JaCoCo agents, which also return profiles. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeArchive } from '../../../../src/profile/format/archive.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import type { Dump } from '../../../../src/profile/model/dump.js';
import { readArchive } from '../../../../src/profile/store/read-archive.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { countersOf, profileOf, writeMeta } from '../../../support/profiles.js';
import { A, B, DUMP, newApp, statusOf } from './fake-actions.js';

const POST = { method: 'POST' };

describe("covermain's routes for sessions", () => {
  it('start a session by name, for the run or for one process', async () => {
    const { app, calls } = newApp();
    const response = await app.request('/v1/cover/session/start?name=a%2Fb+c%25', POST);
    assert.deepEqual(await response.json(), { sessions: [{ name: 'a/b c%', start: DUMP.start }] });
    await app.request('/v1/cover/session/start?process=self&name=%C3%A9', POST);
    assert.deepEqual(calls, [
      ['startSession', 'run', 'a/b c%'],
      ['startSession', 'self', 'é'],
    ]);
  });

  it('return names and errors in printable characters, because clients print them on a terminal', async () => {
    const { app } = newApp();
    const response = await app.request('/v1/cover/session/start?name=%1B%C2%9B%E2%80%AE', POST);
    const body = await response.text();
    assert.ok(body.includes('"\\u001b\\u009b\\u202e"'), body);
    const missing = await (await app.request('/%1B%0A%C2%9B')).text();
    assert.match(missing, /^Not found: [ -~]+\n$/);
  });

  it('end a session by name', async () => {
    const { app, calls } = newApp();
    const response = await app.request('/v1/cover/session/end?name=a', POST);
    assert.deepEqual(await response.json(), { dumps: [DUMP] });
    assert.deepEqual(calls, [['endSession', 'run', 'a']]);
  });

  it('pass an empty name to the action, which refuses it', async () => {
    const { app, calls } = newApp();
    await app.request('/v1/cover/session/start', POST);
    assert.deepEqual(calls, [['startSession', 'run', '']]);
  });
});

describe('GET /test', () => {
  it('returns an empty body if no session is open', async () => {
    const response = await newApp().app.request('/test');
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });

  it('returns the name of the session that was started last in any process', async () => {
    const sessionOf = (name: string, second: number) => ({ name, start: `2025-01-02T03:04:0${second}.000Z` });
    const { app } = newApp({
      status: async () => [
        statusOf({ sessions: [sessionOf('first', 1), sessionOf('läst/1', 3)] }),
        statusOf({ sessions: [sessionOf('second', 2)] }),
      ],
    });
    assert.equal(await (await app.request('/test')).text(), 'läst/1');
  });
});

describe('session names in the paths of JaCoCo agents', () => {
  const NAMES: readonly [written: string, name: string][] = [
    ['simple', 'simple'],
    ['com.example%2FTest%231', 'com.example/Test#1'],
    ['a%20b+c', 'a b+c'],
    ['100%25', '100%'],
    ['%252F', '%2F'],
    ['%C3%A9%E7%B5%82', 'é終'],
    ['a%3Fb%3D1', 'a?b=1'],
  ];

  for (const [written, name] of NAMES) {
    it(`are decoded: ${written} is ${name}`, async () => {
      const { app, calls } = newApp();
      assert.equal((await app.request(`/test/start/${written}`, POST)).status, 204);
      assert.equal((await app.request(`/test/end/${written}?process=self`, POST)).status, 204);
      assert.deepEqual(calls, [
        ['startSession', 'run', name],
        ['endSession', 'self', name],
      ]);
    });
  }
});

describe('ending a session of a JaCoCo agent', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Writes the profile of one process that has counters of both files. */
  function write(pid: number, count: number): Dump {
    for (const meta of [A, B]) writeMeta(directory, encodeMeta(meta));
    const files = [countersOf(A, [count, 0, count]), countersOf(B, [count, count, 0])];
    const path = writeCounters(directory, profileOf(files, { pid }));
    return { ...DUMP, pid, path };
  }

  async function end(dumps: readonly Dump[], accept: string): Promise<Response> {
    const { app } = newApp({ endSession: async () => dumps });
    return app.request('/test/end/a', { ...POST, headers: { accept } });
  }

  for (const accept of ['*/*', 'text/*', 'text/html', 'application/json;q=0']) {
    it(`returns no profile for Accept ${accept}`, async () => {
      const response = await end([{ ...DUMP, path: join(directory, 'missing') }], accept);
      assert.equal(response.status, 204);
      assert.equal(await response.text(), '');
    });
  }

  it('returns the profile of only its processes as text', async () => {
    const dumps = [write(1, 10), write(2, 5)];
    write(3, 1000);
    const response = await end(dumps, 'text/plain');
    assert.equal(response.status, 200);
    assert.deepEqual((await response.text()).split('\n'), [
      'mode: atomic',
      'src/a.ts:1.17,1.24 1 15',
      'src/a.ts:1.24,1.28 1 0',
      'src/b.ts:1.17,1.24 1 15',
      'src/b.ts:1.24,1.28 1 15',
      '',
    ]);
  });

  it('returns the profile as JSON and as an archive', async () => {
    const dumps = [write(1, 10)];
    const map = (await (await end(dumps, 'application/json')).json()) as Record<string, { s: unknown }>;
    assert.deepEqual(
      Object.values(map).map(({ s }) => s),
      [
        { 0: 10, 1: 0 },
        { 0: 10, 1: 10 },
      ],
    );
    const response = await end(dumps, 'application/octet-stream');
    const archive = readArchive(decodeArchive(Buffer.from(await response.arrayBuffer()), 'the answer'));
    assert.deepEqual([...archive.metas.values()].map(({ path }) => path).sort(), ['src/a.ts', 'src/b.ts']);
    assert.deepEqual(
      archive.profiles.map(({ pid }) => pid),
      [1],
    );
  });

  it('returns an empty profile if nothing was counted', async () => {
    const nothing = { ...DUMP, path: null, counts: { files: 3, counters: 9, hit: 0, total: 0 } };
    assert.equal(await (await end([nothing], 'text/plain')).text(), 'mode: atomic\n');
  });

  it('fails instead of returning a partial profile', async () => {
    const [whole, broken] = [write(1, 1), write(2, 1)];
    truncateSync(String(broken.path), 20);
    const cases: readonly [dump: Dump, reason: RegExp][] = [
      [broken, /checksum/],
      [
        { ...DUMP, path: join(directory, 'covcounters.run-1.9.then') },
        /^Missing profile .*covcounters\.run-1\.9\.then: /,
      ],
      [{ ...DUMP, path: null }, /counters of process 42 could not be written\. Set COVER_DIR/],
    ];
    for (const [dump, reason] of cases) {
      const response = await end([whole, dump], 'text/plain');
      assert.equal(response.status, 500);
      assert.match(await response.text(), reason);
    }
  });
});
