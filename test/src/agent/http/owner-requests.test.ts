/** Tests what a port without `COVER_TOKEN` reveals to clients that cannot prove that they act for the owner of the run. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { AgentActions } from '../../../../src/agent/actions/agent-actions.js';
import type { ProcessStatus } from '../../../../src/agent/peers/process-status.js';
import { CovermainError } from '../../../../src/platform/errors.js';
import { decodeArchive } from '../../../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { totalsOf } from '../../../../src/profile/model/totals.js';
import { readArchive } from '../../../../src/profile/store/read-archive.js';
import { DUMP, FILES, newApp, PROFILE, ROOT, statusOf } from './fake-actions.js';

const TOKEN = 'run-token-of-at-least-16-characters';
const PATH = `${ROOT}/.covermain/7777.token`;
const OUTSIDE = resolve('/home/someone/secret-directory');

/** Texts that only the owner may read. */
const SECRETS = ['hunter2', 'secret-directory', 'secret-command', TOKEN];

const STATUS: ProcessStatus = statusOf({
  argv: ['/usr/bin/node', 'app.js', '--password=hunter2'],
  cwd: OUTSIDE,
  directory: OUTSIDE,
  lastFlush: { time: DUMP.start, path: `${OUTSIDE}/covcounters.run-1.42.x` },
  warnings: [
    'The port is taken by process 7 (secret-command --password hunter2).',
    `Cannot write ${OUTSIDE}.`,
  ],
});

const SECRET_PROFILE = { ...PROFILE, argv: ['node', '--password=hunter2'], cwd: OUTSIDE };

const ACTIONS: Partial<AgentActions> = {
  profile: async () =>
    new Map([...FILES, [countersNameOf(SECRET_PROFILE), encodeCounters(SECRET_PROFILE)] as const]),
  collect: async () => new Map([[countersNameOf(SECRET_PROFILE), encodeCounters(SECRET_PROFILE)]]),
  collectSession: async () => new Map([[countersNameOf(SECRET_PROFILE), encodeCounters(SECRET_PROFILE)]]),
  dump: async () => [{ ...DUMP, path: `${OUTSIDE}/covcounters.run-1.42.x` }],
  reset: async () => [
    { ...DUMP, path: `${OUTSIDE}/covcounters.run-1.42.x` },
    { ...DUMP, path: null },
  ],
  endSession: async () => [{ ...DUMP, path: `${OUTSIDE}/sessions/a/covcounters.run-1.42.x` }],
  status: async () => [STATUS],
};

function open(changes: Partial<AgentActions> = {}) {
  const ownerToken = { token: () => TOKEN, path: () => PATH };
  return newApp({ ...ACTIONS, ...changes }, { isPrivate: false, token: null, ownerToken });
}

async function send(
  { app }: ReturnType<typeof open>,
  request: string,
  { token, accept }: { readonly token?: string; readonly accept?: string } = {},
): Promise<Response> {
  const [method = '', path = ''] = request.split(' ');
  const headers = {
    host: 'localhost:7777',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(accept === undefined ? {} : { accept }),
  };
  return app.request(path, { method, headers });
}

describe('a port without COVER_TOKEN', () => {
  for (const token of [
    undefined,
    '',
    'wrong',
    `${TOKEN}x`,
    TOKEN.toUpperCase(),
    `${TOKEN}, Bearer ${TOKEN}`,
  ]) {
    it(`refuses to stop the run for ${token === undefined ? 'no token' : `the token "${token}"`}, and says what to do`, async () => {
      const app = open();
      const response = await send(app, 'POST /v1/cover/stop', token === undefined ? {} : { token });
      assert.equal(response.status, 403);
      const text = await response.text();
      assert.match(text, /only the owner.*`covermain stop`.*\$\(cat .covermain\/7777\.token\)/);
      assert.ok(!text.includes(TOKEN));
      assert.deepEqual(app.calls, []);
    });
  }

  it('stops the run for the token in the file of the owner', async () => {
    const app = open();
    const response = await send(app, 'POST /v1/cover/stop', { token: TOKEN });
    assert.deepEqual(await response.json(), { pids: [42, 43] });
  });

  it('refuses a token in the query', async () => {
    for (const query of [`token=${TOKEN}`, `access_token=${TOKEN}`, `authorization=Bearer%20${TOKEN}`])
      assert.equal((await send(open(), `POST /v1/cover/stop?${query}`)).status, 403);
  });

  it('refuses every token before the file is written', async () => {
    const ownerToken = { token: () => undefined, path: () => undefined };
    const { app, calls } = newApp({}, { isPrivate: false, token: null, ownerToken });
    for (const authorization of ['Bearer undefined', 'Bearer ', 'Bearer null']) {
      const headers = { host: 'localhost', authorization };
      const response = await app.request('/v1/cover/stop', { method: 'POST', headers });
      assert.equal(response.status, 403);
      assert.match(await response.text(), /`covermain stop`.*COVER_TOKEN/);
    }
    assert.deepEqual(calls, []);
  });

  const OPEN = [
    'GET /v1/cover/status',
    'GET /v1/cover/status?process=self',
    'POST /v1/cover/dump',
    'POST /v1/cover/reset',
    'POST /v1/cover/clear',
    'GET /v1/cover/profile',
    'POST /v1/cover/profile?skipfile=x',
    'GET /v1/cover/coverage',
    'POST /v1/cover/collect',
    'POST /v1/cover/collect?session=a',
    'POST /v1/cover/session/start?name=a',
    'POST /v1/cover/session/end?name=a',
    'GET /v1/cover/events',
    'GET /test',
    'POST /test/start/a',
    'POST /test/end/a',
  ];

  for (const request of OPEN) {
    it(`answers ${request} for everybody, without arguments and directories outside of the project`, async () => {
      for (const accept of [
        'text/plain, */*;q=0.5',
        'application/json, */*;q=0.5',
        'application/octet-stream, */*;q=0.5',
      ]) {
        // The profiles of a session are read from files, which this app does not write.
        if (request.includes('/test/end')) continue;
        const response = await send(open(), request, { accept });
        const text = Buffer.from(await response.arrayBuffer()).toString('latin1');
        assert.ok([200, 204].includes(response.status), text);
        for (const secret of SECRETS) assert.ok(!text.includes(secret), `${secret} in ${text}`);
      }
      assert.ok([200, 204].includes((await send(open(), request)).status));
    });
  }

  it('returns a status of the same shape, with empty values and a note about the hidden warnings', async () => {
    const shown = (await (await send(open(), 'GET /v1/cover/status?process=self')).json()) as ProcessStatus;
    assert.deepEqual(Object.keys(shown), Object.keys(STATUS));
    assert.deepEqual(shown, {
      ...STATUS,
      argv: [],
      cwd: '',
      directory: '',
      lastFlush: { time: DUMP.start, path: 'covcounters.run-1.42.x' },
      warnings: ['2 warnings for the owner of the run: `covermain status` prints them.'],
    });
    const own = (await (
      await send(open(), 'GET /v1/cover/status?process=self', { token: TOKEN })
    ).json()) as ProcessStatus;
    assert.deepEqual(own, STATUS);
  });

  it('keeps paths inside of the project, which profiles contain, too', async () => {
    const status = statusOf({
      directory: resolve(ROOT, 'data'),
      lastFlush: { time: '', path: resolve(ROOT, 'data/x') },
    });
    const app = open({ status: async () => [status], dump: async () => [DUMP] });
    const shown = (await (await send(app, 'GET /v1/cover/status?process=self')).json()) as ProcessStatus;
    assert.deepEqual([shown.directory, shown.lastFlush], [status.directory, status.lastFlush]);
    assert.deepEqual(await (await send(app, 'POST /v1/cover/dump')).json(), { dumps: [DUMP] });
  });

  it('returns archives with the same counts as for the owner', async () => {
    const accept = 'application/octet-stream';
    for (const path of ['/v1/cover/profile', '/v1/cover/profile?coverfile=a']) {
      const [shown, own] = await Promise.all(
        [{ accept }, { accept, token: TOKEN }].map(async (options) => {
          const response = await send(open(), `GET ${path}`, options);
          return readArchive(decodeArchive(Buffer.from(await response.arrayBuffer()), 'answer'));
        }),
      );
      assert.deepEqual(shown?.profiles.map(({ argv, cwd }) => ({ argv, cwd })).at(-1), { argv: [], cwd: '' });
      assert.deepEqual(own?.profiles.map(({ argv, cwd }) => ({ argv, cwd })).at(-1), {
        argv: SECRET_PROFILE.argv,
        cwd: SECRET_PROFILE.cwd,
      });
      assert.deepEqual(shown?.unreadable, []);
      assert.deepEqual(shown && totalsOf(shown), own && totalsOf(own));
    }
  });

  it('returns the reason of an internal failure only if it contains no path', async () => {
    const failures = [
      [new CovermainError('AGENT_FAILED', `cannot read ${OUTSIDE}`), /^Internal failure.*`covermain status`/],
      [new Error(`ENOENT: ${OUTSIDE}`), /^Internal failure.*`covermain status`/],
      [new Error('the reason'), /^the reason\n$/],
    ] as const;
    for (const [error, expected] of failures) {
      const app = open({ dump: () => Promise.reject(error) });
      const response = await send(app, 'POST /v1/cover/dump');
      assert.equal(response.status, 500);
      assert.match(await response.text(), expected);
      assert.ok(app.failures.includes(error), 'the owner can read it in the status');
      const own = await send(app, 'POST /v1/cover/dump', { token: TOKEN });
      assert.equal(await own.text(), `${error.message}\n`);
    }
  });

  it('hides the path in the failure of an event stream', async () => {
    const app = open({
      // biome-ignore lint/correctness/useYield: it fails at once
      async *watch() {
        throw new Error(`ENOENT: ${OUTSIDE}`);
      },
    });
    const text = await (await send(app, 'GET /v1/cover/events')).text();
    assert.match(text, /event: failure\ndata: .*Internal failure/);
    assert.ok(!text.includes('secret-directory'), text);
  });
});

describe('starting a session', () => {
  for (const path of ['/v1/cover/session/start?name=a', '/test/start/a']) {
    it(`has a maximum of open sessions only without proof: ${path}`, async () => {
      const server = open();
      await send(server, `POST ${path}`);
      await send(server, `POST ${path}`, { token: 'wrong' });
      await send(server, `POST ${path}`, { token: TOKEN });
      assert.deepEqual(server.calls, [
        ['startSession', 'run', 'a', 64],
        ['startSession', 'run', 'a', 64],
        ['startSession', 'run', 'a'],
      ]);
      const { app, calls } = newApp();
      await app.request(path, { method: 'POST' });
      assert.deepEqual(calls, [['startSession', 'run', 'a']]);
    });
  }
});
