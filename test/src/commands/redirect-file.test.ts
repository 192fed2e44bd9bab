/** The redirect file hides an address with a token from other users. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRedirectFile } from '../../../src/commands/redirect-file.js';

const ADDRESS = 'http://127.0.0.1:4711/#token=0123456789abcdef';

describe('a redirect file', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-redirect-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is readable only by its owner, and has a name that readers of profiles ignore', () => {
    const { path } = createRedirectFile(ADDRESS, directory);
    assert.equal(dirname(path), directory);
    assert.match(path, /\/tmp\.[0-9a-f-]{36}\.html$/);
    if (process.platform !== 'win32') assert.equal(statSync(path).mode & 0o777, 0o600);
  });

  it('redirects to the address without a script', () => {
    const text = readFileSync(createRedirectFile(ADDRESS, directory).path, 'utf8');
    assert.ok(text.includes(`content="0; url=${ADDRESS}"`), text);
    assert.doesNotMatch(text, /<script/);
  });

  it('shows markup in the address as text', () => {
    const { path } = createRedirectFile('http://127.0.0.1/"><script>', directory);
    assert.doesNotMatch(readFileSync(path, 'utf8'), /<script/);
  });

  it('is removed, also twice', () => {
    const file = createRedirectFile(ADDRESS, directory);
    file.remove();
    file.remove();
    assert.deepEqual(readdirSync(directory), []);
  });

  for (const [where, of] of [
    ['a directory that does not exist', () => join(directory, 'missing')],
    ['no directory', () => undefined],
  ] as const)
    it(`is in a private directory for temporary files if it gets ${where}`, () => {
      const file = createRedirectFile(ADDRESS, of());
      const parent = dirname(file.path);
      assert.equal(dirname(parent), tmpdir());
      if (process.platform !== 'win32') assert.equal(statSync(parent).mode & 0o777, 0o700);
      file.remove();
      assert.equal(existsSync(parent), false);
    });
});
