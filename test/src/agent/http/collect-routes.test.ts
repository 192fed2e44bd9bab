/** Tests the routes of clients that collect profiles. */
import assert from 'node:assert/strict';
import { decodeArchive } from '../../../../src/profile/format/archive.js';
import { countersNameOf } from '../../../../src/profile/format/counters-file.js';
import { DUMP, FILES, newApp, PROFILE } from './fake-actions.js';

const FILE = { name: countersNameOf(PROFILE), end: PROFILE.end };
const HASH = '0123456789abcdef0123456789abcdef';

describe('the routes of collections', () => {
  const post = (recording: ReturnType<typeof newApp>, path: string, body: string) =>
    recording.app.request(path, { method: 'POST', body });

  it('return an archive, with the hashes of the body and the query left out', async () => {
    const recording = newApp();
    const response = await post(recording, `/v1/cover/collect?have=${HASH}`, '{"have": ["x"]}');
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    const files = decodeArchive(Buffer.from(await response.arrayBuffer()), 'the answer');
    assert.deepEqual([...files.keys()], [...FILES.keys()]);
    assert.deepEqual(recording.calls, [['collect', 'run', new Set([HASH])]]);
  });

  it('collect from one process, or a session', async () => {
    const recording = newApp();
    await post(recording, '/v1/cover/collect?process=self', '');
    await post(recording, '/v1/cover/collect?session=a%20b&process=self', '');
    assert.deepEqual(recording.calls, [
      ['collect', 'self', new Set()],
      ['collectSession', 'self', 'a b', new Set()],
    ]);
  });

  it('pass the acknowledged files on, without other fields', async () => {
    const recording = newApp();
    const body = JSON.stringify({ files: [{ ...FILE, status: 'new' }], more: 1 });
    const response = await post(recording, '/v1/cover/collected', body);
    assert.deepEqual(await response.json(), { dumps: [DUMP] });
    assert.deepEqual(recording.calls, [['collected', 'run', [FILE]]]);
  });

  for (const [title, body] of [
    ['no body', ''],
    ['text that is not JSON', '{'],
    ['bytes that are not UTF-8', Buffer.from([0xff])],
    ['an array', '[]'],
    ['no files', '{}'],
    ['a file without an end', JSON.stringify({ files: [{ name: FILE.name }] })],
    ['an end that is no time', JSON.stringify({ files: [{ ...FILE, end: 'now' }] })],
    ['the name of a meta', JSON.stringify({ files: [{ ...FILE, name: `covmeta.${HASH}` }] })],
    [
      'a name that leads out of the directory',
      JSON.stringify({ files: [{ ...FILE, name: '../covcounters.a.1.b' }] }),
    ],
  ] as const)
    it(`refuse to acknowledge ${title}`, async () => {
      const recording = newApp();
      const response = await recording.app.request('/v1/cover/collected', { method: 'POST', body });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /^Invalid request: .* Example: \{"files": /);
      assert.deepEqual(recording.calls, []);
    });

  it('answer GET with 405, because both change what is sent next', async () => {
    for (const path of ['/v1/cover/collect', '/v1/cover/collected'])
      assert.equal((await newApp().app.request(path)).status, 405);
  });
});
