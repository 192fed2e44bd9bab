/** Tests pushes to an S3-compatible server by presigned URLs, and reports from the downloaded objects. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import S3rver from 's3rver';
import { outcomeOf, prepareMeasuring, profileIn, startNode } from '../support/measured-programs.js';
import { startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const FILE = 'src/app.js';
const BUCKET = 'coverage';

/** Key and secret that s3rver accepts. */
const CREDENTIAL = 'S3RVER';

describe('pushing to an object store', () => {
  let project: Project;
  let store: S3rver;
  let origin: string;

  before(async () => {
    project = makeProject({ 'package.json': '{}', [FILE]: 'work(); function work() {}' });
    store = new S3rver({
      address: '127.0.0.1',
      port: 0,
      silent: true,
      directory: join(project.root, 'objects'),
      configureBuckets: [{ name: BUCKET, configs: [] }],
    });
    const { port } = await store.run();
    origin = `http://127.0.0.1:${port}`;
  });
  after(async () => {
    await store.close();
    project.remove();
  });

  /** Returns a presigned URL of version 2, because s3rver checks no signatures of version 4. */
  function presign(method: string, key: string, seconds = 60): string {
    const expires = Math.floor(Date.now() / 1_000) + seconds;
    const text = `${method}\n\n\n${expires}\n/${BUCKET}/${key}`;
    const signature = createHmac('sha1', CREDENTIAL).update(text).digest('base64');
    const query = `AWSAccessKeyId=${CREDENTIAL}&Expires=${expires}&Signature=${encodeURIComponent(signature)}`;
    return `${origin}/${BUCKET}/${key}?${query}`;
  }

  async function push(url: string): Promise<string> {
    const measuring = await prepareMeasuring(project, { COVER_PUSH: url });
    const { code, stderr } = await outcomeOf(startNode(project, [FILE], measuring().env));
    assert.equal(code, 0);
    return stderr;
  }

  it('stores objects by presigned URLs, which the commands read', async () => {
    const keys = ['pods/web-1', 'pods/web%202'];
    for (const key of keys) assert.equal(await push(presign('PUT', key)), '');
    mkdirSync(project.path('downloaded'));
    for (const [index, key] of keys.entries()) {
      const response = await fetch(presign('GET', key));
      assert.equal(response.status, 200);
      writeFileSync(project.path(`downloaded/${index}`), Buffer.from(await response.arrayBuffer()));
    }
    const inputs = ['downloaded/0', 'downloaded/1', 'downloaded/1'];
    const merge = startCovermain(project, ['merge', '-o', 'merged', ...inputs]);
    assert.equal(await merge.exitCode, 0, merge.output());
    assert.deepEqual(profileIn(project, 'merged').functions(FILE), { work: 2 });
    const report = startCovermain(project, ['report', '--reporter', 'text-summary', 'downloaded/0']);
    assert.equal(await report.exitCode, 0, report.output());
    assert.match(report.stdout(), /Functions +: 100% \( 1\/1 \)/);
  });

  it('names the error code of the store, and not the signature', async () => {
    for (const [url, code] of [
      [presign('GET', 'pods/web-1'), 'SignatureDoesNotMatch'],
      [presign('PUT', 'pods/web-1', -60), 'AccessDenied'],
    ] as const) {
      const stderr = await push(url);
      const start = `covermain: Cannot push the profile to ${origin}/${BUCKET}/pods/web-1?***: the server answered 403 (${code}). `;
      assert.ok(stderr.startsWith(start), stderr);
      assert.doesNotMatch(stderr, /Signature=/);
    }
  });
});
