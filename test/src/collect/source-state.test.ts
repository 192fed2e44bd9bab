/** Which source texts are trusted to be the measured ones. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findSource, readMeasuredSource, sourceHashAt } from '../../../src/collect/source-state.js';
import { UNKNOWN_SOURCE } from '../../../src/profile/model/file-meta.js';
import { resolveLinks } from '../../../src/project/package.js';

const TEXT = 'first\nsecond\n';
const HASH = createHash('sha256').update(TEXT).digest('hex');

describe('findSource', () => {
  let directory: string;
  let root: string;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
    root = join(directory, 'project');
    for (const name of [
      'project/src/a.js',
      'project/.env',
      'project/src/.git/config',
      'project/.ssh/id_rsa',
      'project/.aws/sub/credentials.js',
      'outside.js',
      'project2/b.js',
    ])
      write(name);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('returns a text with the hash of the coverage, wherever the file is', () => {
    for (const name of ['project/src/a.js', 'outside.js', 'project/.env'])
      assert.deepEqual(find(name, HASH), { state: 'same', text: TEXT });
  });

  it('returns no text with another hash', () => {
    assert.deepEqual(
      find(
        'project/src/a.js',
        HASH.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      ),
      { state: 'changed' },
    );
  });

  it('returns the text of a file below a root if the coverage has no hash', () => {
    assert.deepEqual(find('project/src/a.js'), { state: 'same', text: TEXT });
    assert.deepEqual(find('project2/b.js'), { state: 'unverified' });
    assert.deepEqual(find('project2/b.js', UNKNOWN_SOURCE, [root, join(directory, 'project2')]), {
      state: 'same',
      text: TEXT,
    });
  });

  it('returns no text of a file outside of the root if the coverage has no hash', () => {
    for (const name of ['outside.js', 'project/../outside.js', 'project/src/../../outside.js'])
      assert.deepEqual(find(name), { state: 'unverified' });
  });

  it('returns no text of hidden files and of files in hidden directories if the coverage has no hash', () => {
    const names = ['.env', 'src/.git/config', '.ssh/id_rsa', '.aws/sub/credentials.js'];
    for (const name of names) {
      assert.deepEqual(find(`project/${name}`), { state: 'unverified' });
      assert.deepEqual(find(`project/${name}`, HASH), { state: 'same', text: TEXT });
    }
  });

  it('returns the text of a file below a root that is in a hidden directory', () => {
    const roots = [join(root, '.aws/sub')];
    assert.deepEqual(find('project/.aws/sub/credentials.js', UNKNOWN_SOURCE, roots), {
      state: 'same',
      text: TEXT,
    });
  });

  it('resolves links to files and directories, and links in the path of the root', () => {
    symlinkSync('../../outside.js', join(root, 'src/link.js'));
    symlinkSync('..', join(root, 'up'));
    symlinkSync('src/a.js', join(root, 'own.js'));
    symlinkSync('project', join(directory, 'root-link'));
    assert.deepEqual(find('project/src/link.js'), { state: 'unverified' });
    assert.deepEqual(find('project/up/outside.js'), { state: 'unverified' });
    assert.deepEqual(find('project/own.js'), { state: 'same', text: TEXT });
    const linkedRoot = [resolveLinks(join(directory, 'root-link'))];
    assert.deepEqual(find('root-link/src/a.js', UNKNOWN_SOURCE, linkedRoot), { state: 'same', text: TEXT });
    assert.deepEqual(find('root-link/src/link.js', UNKNOWN_SOURCE, linkedRoot), { state: 'unverified' });
  });

  it('does not compare the number of lines of a file outside of the root', () => {
    assert.deepEqual(find('project/src/a.js', UNKNOWN_SOURCE, [root], 9), { state: 'changed' });
    assert.deepEqual(find('outside.js', UNKNOWN_SOURCE, [root], 9), { state: 'unverified' });
  });

  it('distinguishes missing files from files that cannot be read', () => {
    for (const name of [
      'project/none.js',
      'project/src/a.js/b.js',
      'project/a\0.js',
      `project/${'n'.repeat(300)}`,
    ])
      for (const hash of [HASH, UNKNOWN_SOURCE])
        assert.deepEqual(find(name, hash), { state: 'missing' }, name);
    mkdirSync(join(root, 'directory.js'));
    for (const hash of [HASH, UNKNOWN_SOURCE])
      assert.deepEqual(find('project/directory.js', hash), { state: 'unreadable' });
  });

  it('gives functions names only from a source with a known hash', () => {
    assert.equal(readMeasuredSource(fileOf('project/src/a.js', HASH)), TEXT);
    assert.equal(readMeasuredSource(fileOf('project/src/a.js', UNKNOWN_SOURCE)), undefined);
  });

  it('has no hash of a file that is not regular', () => {
    assert.equal(sourceHashAt(join(root, 'src/a.js')), HASH);
    assert.equal(sourceHashAt(root), undefined);
  });

  function write(name: string): void {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), TEXT);
  }

  function fileOf(name: string, hash: string, line = 2) {
    const range = { start: { line, column: 0 }, end: { line, column: 1 } };
    return { path: `${directory}/${name}`, hash, statementMap: { 0: range } };
  }

  function find(name: string, hash = UNKNOWN_SOURCE, roots = [root], line?: number) {
    return findSource(fileOf(name, hash, line), roots);
  }
});
