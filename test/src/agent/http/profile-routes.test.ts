/** Tests the profile in each of its formats, as clients of goc and goverage and covermain's commands request it. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { toIstanbul } from '../../../../src/interchange/to-istanbul.js';
import { decodeArchive } from '../../../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { readArchive } from '../../../../src/profile/store/read-archive.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';
import { A, B, FILES, HELPER, newApp, PROFILE, ROOT } from './fake-actions.js';

const PATH = '/v1/cover/profile';
const ARCHIVE = { accept: 'application/octet-stream' };
const HASHES = [A, B, HELPER].map((meta) => hashOf(encodeMeta(meta)));

/** Returns the lines of a file whose statements have a block each. */
function linesOf(path: string, count: number): readonly string[] {
  return [`${path}:1.17,1.24 1 ${count}`, `${path}:1.24,1.28 1 0`];
}

const LINES_A = linesOf('src/a.ts', 3);
const LINES_B = linesOf('src/b.ts', 2);
const LINES_HELPER = linesOf('test/helper.ts', 1);

async function textOf(response: Response | Promise<Response>): Promise<string> {
  const { status, headers } = await response;
  const body = await (await response).text();
  assert.equal(status, 200, body);
  assert.equal(headers.get('content-type'), 'text/plain; charset=utf-8');
  return body;
}

function toText(...lines: readonly string[]): string {
  return `${['mode: atomic', ...lines].join('\n')}\n`;
}

function post(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const json = { 'content-type': 'application/json', ...headers };
  return newApp().app.request(PATH, { method: 'POST', headers: json, body: JSON.stringify(body) });
}

async function filesOf(response: Response): Promise<ReadonlyMap<string, Uint8Array>> {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  const files = decodeArchive(Buffer.from(await response.arrayBuffer()), 'the answer');
  return new Map([...files].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
}

describe('the profile as text', () => {
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
    it(`covers all processes of the run, requested by ${method}`, async () => {
      const { app, calls } = newApp();
      const text = await textOf(app.request(PATH, { method }));
      assert.equal(text, toText(...LINES_A, ...LINES_B, ...LINES_HELPER));
      assert.deepEqual(calls, [['profile', 'run', new Set(), undefined]]);
    });
  }

  it('covers one process with process=self', async () => {
    const { app, calls } = newApp();
    await textOf(app.request(`${PATH}?process=self`));
    assert.deepEqual(calls, [['profile', 'self', new Set(), undefined]]);
  });

  it("is returned for goc's body, in which all values are null", async () => {
    const body = { force: false, service: null, address: null, coverfile: null, skipfile: null };
    assert.equal(await textOf(post(body)), toText(...LINES_A, ...LINES_B, ...LINES_HELPER));
  });

  it('has the files that the patterns of the query and the body select, with keys in any case', async () => {
    assert.equal(await textOf(post({ skipFile: ['^test/', '/b\\.'] })), toText(...LINES_A));
    assert.equal(await textOf(post({ COVERFILE: '^src/' })), toText(...LINES_A, ...LINES_B));
    const { app } = newApp();
    const query = '?skipfile=/a%5C.&skipfile=/b%5C.&coverfile=.';
    assert.equal(await textOf(app.request(PATH + query)), toText(...LINES_HELPER));
    const init = { method: 'POST', body: '{"skipfile":["/a\\\\."]}' };
    assert.equal(await textOf(app.request(`${PATH}?skipFile=/b%5C.`, init)), toText(...LINES_HELPER));
  });

  it('has only its first line if no file is selected', async () => {
    assert.equal(await textOf(post({ coverfile: ['^lib/'] })), toText());
  });

  it('matches patterns with the path relative to the root', async () => {
    assert.equal(await textOf(post({ skipfile: ['app'] })), toText(...LINES_A, ...LINES_B, ...LINES_HELPER));
    assert.equal(await textOf(post({ coverfile: ['^src/a.ts$'] })), toText(...LINES_A));
  });

  it('is returned quickly for a pattern that a backtracking engine would match forever', async () => {
    const long = metaOf({ path: `src/${'a'.repeat(250)}!` });
    const profile = profileOf([countersOf(long, [1, 0, 1])]);
    const files = new Map<string, Uint8Array>([
      [metaNameOf(hashOf(encodeMeta(long))), encodeMeta(long)],
      [countersNameOf(profile), encodeCounters(profile)],
    ]);
    const { app } = newApp({ profile: async () => files });
    const body = JSON.stringify({ coverfile: ['(a+)+$'] });
    assert.equal(await textOf(app.request(PATH, { method: 'POST', body })), toText());
  });

  const REFUSED: readonly [body: string, reason: RegExp][] = [
    ['{"skipfile":["("]}', /Invalid pattern "\(": /],
    ['{"coverfile":["fine", "(?!x)"]}', /Invalid pattern "\(\?!x\)": /],
    ['{"skipfile":7}', /"skipfile" contains 7 instead of a string/],
    ['[1]', /not a JSON object but an array/],
    ['{', /not valid JSON/],
  ];

  for (const [body, reason] of REFUSED) {
    it(`is refused with a reason for the body ${body}, in any format`, async () => {
      for (const headers of [{}, ARCHIVE]) {
        const { app, calls, failures } = newApp();
        const response = await app.request(PATH, { method: 'POST', body, headers });
        assert.equal(response.status, 400);
        assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
        assert.match(await response.text(), reason);
        assert.deepEqual([calls, failures], [[], []]);
      }
    });
  }

  it('fails and names the file if a file cannot be read, instead of returning a partial profile', async () => {
    const name = countersNameOf(PROFILE);
    const { app } = newApp({ profile: async () => new Map([...FILES, [name, Buffer.from('covcount')]]) });
    for (const path of [PATH, '/v1/cover/coverage', `${PATH}?skipfile=x`]) {
      const response = await app.request(path);
      assert.equal(response.status, 500);
      assert.ok((await response.text()).includes(name));
    }
  });

  it('has one version of a file, and a header with the number of files with other versions', async () => {
    const functions = A.functions.map((called) => ({ ...called, textHash: 'c'.repeat(16) }));
    const changed = metaOf({ path: 'src/a.ts', sourceHash: 'c'.repeat(64), functions });
    const later = profileOf([countersOf(changed, [7, 0, 7])], {
      pid: 43,
      end: '2025-01-03T00:00:00.000Z',
    });
    const more: readonly [string, Uint8Array][] = [
      [metaNameOf(hashOf(encodeMeta(changed))), encodeMeta(changed)],
      [countersNameOf(later), encodeCounters(later)],
    ];
    const { app } = newApp({ profile: async () => new Map([...FILES, ...more]) });
    const response = await app.request(`${PATH}?coverfile=/a`);
    assert.equal(await textOf(response), toText(...linesOf('src/a.ts', 7)));
    assert.equal(response.headers.get('covermain-files-with-other-versions'), '1');
  });
});

describe("the profile as Istanbul's JSON", () => {
  const headers = { accept: 'application/json' };

  it('maps absolute paths to coverage', async () => {
    const response = await newApp().app.request(PATH, { headers });
    assert.equal(response.headers.get('content-type'), 'application/json');
    const expected = [
      toIstanbul(A, [3, 0, 3], ROOT),
      toIstanbul(B, [2, 0, 2], ROOT),
      toIstanbul(HELPER, [1, 0, 1], ROOT),
    ];
    const map = Object.fromEntries(expected.map((coverage) => [coverage.path, coverage]));
    assert.deepEqual(await response.json(), JSON.parse(JSON.stringify(map)));
  });

  it('has the files that patterns select', async () => {
    const map = (await (await post({ skipfile: ['/b'] }, headers)).json()) as object;
    assert.deepEqual(Object.keys(map), [resolve(ROOT, 'src/a.ts'), resolve(ROOT, 'test/helper.ts')]);
  });
});

describe('the profile as an archive', () => {
  it('has the files of the profile unchanged', async () => {
    const files = await filesOf(await newApp().app.request(PATH, { headers: ARCHIVE }));
    assert.deepEqual(files, new Map([...FILES].map(([name, bytes]) => [name, new Uint8Array(bytes)])));
  });

  it('leaves out the metas that the client has, for each way to list them', async () => {
    const [a, b, helper] = HASHES;
    for (const query of [`?have=${a},${b}`, `?have=${a}&have=${b},unknown`]) {
      const { app, calls } = newApp();
      const files = await filesOf(await app.request(PATH + query, { headers: ARCHIVE }));
      assert.deepEqual([...files.keys()], [`covmeta.${helper}`, countersNameOf(PROFILE)]);
      const [[, , have] = []] = calls;
      assert.ok(have instanceof Set && have.has(a) && have.has(b));
    }
    const files = await filesOf(await post({ have: [a, b] }, ARCHIVE));
    assert.deepEqual([...files.keys()], [`covmeta.${helper}`, countersNameOf(PROFILE)]);
  });

  it('has only the metas and counters of selected files, also for metas that the client has', async () => {
    const [a, b] = HASHES;
    const files = await filesOf(await post({ coverfile: ['^src/'], have: [a] }, ARCHIVE));
    assert.deepEqual([...files.keys()], [`covmeta.${b}`, countersNameOf(PROFILE)]);
    const whole = new Map([...files, [`covmeta.${a}`, encodeMeta(A)]]);
    const { profiles, unreadable } = readArchive(whole);
    const counted = [countersOf(A, Float64Array.of(3, 0, 3)), countersOf(B, Float64Array.of(2, 0, 2))];
    assert.deepEqual(profiles, [{ ...PROFILE, files: counted }]);
    assert.deepEqual(unreadable, []);
  });
});

describe('the profile in any format', () => {
  it('is refused before any action if the Accept header allows no supported type', async () => {
    const { app, calls } = newApp();
    const response = await app.request(PATH, { headers: { accept: 'image/png' } });
    assert.equal(response.status, 406);
    assert.match(await response.text(), /text\/plain, application\/json, application\/octet-stream/);
    assert.deepEqual(calls, []);
  });
});

describe('the covered fraction', () => {
  for (const method of ['GET', 'POST']) {
    it(`is a plain number, requested by ${method}`, async () => {
      const { app, calls } = newApp();
      const response = app.request('/v1/cover/coverage?process=self', { method });
      assert.equal(await textOf(response), '0.5000');
      assert.deepEqual(calls, [['profile', 'self', new Set(), undefined]]);
    });
  }
});
