/** A directory finds its metas in files of one meta and in packs, also after another process has written, removed or damaged files. */
import assert from 'node:assert/strict';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import type { EncodedMeta } from '../../../../src/profile/format/meta-pack.js';
import { type MetaFile, openMetaFiles } from '../../../../src/profile/store/meta-files.js';
import { writeMetas } from '../../../../src/profile/store/write-profile.js';
import { metaOf } from '../../../support/profiles.js';

function encoded(path: string): EncodedMeta {
  const bytes = encodeMeta(metaOf({ path }));
  return { hash: hashOf(bytes), bytes };
}

const [A, B, C] = [encoded('a.js'), encoded('b.js'), encoded('c.js')] as const;
const HASHES = [A, B, C].map(({ hash }) => hash);

describe('openMetaFiles', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function write(...metas: readonly EncodedMeta[]): MetaFile {
    return writeMetas(directory, metas)[0] ?? assert.fail();
  }

  it('finds metas in files of one and of several metas', () => {
    write(A);
    const pack = write(B, C);
    const files = openMetaFiles(directory);
    for (const { hash, bytes } of [A, B, C]) assert.deepEqual(files.read(hash), bytes);
    assert.equal(files.fileOf(B.hash)?.name, pack.name);
    assert.equal(files.all().length, 2);
    assert.deepEqual(files.lacking([...HASHES, 'f'.repeat(32)]), ['f'.repeat(32)]);
  });

  it('finds files that are written later, also by a process of an earlier version', () => {
    const files = openMetaFiles(directory);
    assert.deepEqual(files.lacking(HASHES), HASHES);
    write(B, C);
    assert.deepEqual(files.lacking(HASHES), [A.hash]);
    write(A);
    assert.deepEqual(files.read(A.hash), A.bytes);
  });

  it('lacks the metas of a file that was removed or truncated', () => {
    const { name } = write(A, B);
    const path = join(directory, name);
    const bytes = readFileSync(path);
    const files = openMetaFiles(directory);
    assert.deepEqual(files.lacking([A.hash]), []);
    writeFileSync(path, bytes.subarray(1));
    assert.deepEqual(files.lacking([A.hash]), [A.hash]);
    rmSync(path);
    assert.deepEqual(files.lacking([A.hash]), [A.hash]);
    assert.equal(files.read(A.hash), undefined);
    write(A, B);
    assert.deepEqual(files.lacking([A.hash, B.hash]), []);
  });

  it('keeps the metas that another file has, too, when one is removed', () => {
    const { name } = write(A, B);
    write(A);
    const files = openMetaFiles(directory);
    assert.deepEqual(files.lacking([A.hash, B.hash]), []);
    rmSync(join(directory, name));
    assert.deepEqual(files.lacking([A.hash, B.hash]), [B.hash]);
  });

  it('returns no meta with other bytes, and finds an intact copy', () => {
    const { name, extents } = write(A, B);
    const path = join(directory, name);
    const bytes = readFileSync(path);
    for (const { hash, offset } of extents) if (hash === A.hash) bytes[offset + 20] = 0xff;
    writeFileSync(path, bytes);
    assert.equal(openMetaFiles(directory).read(A.hash), undefined);
    write(A, C);
    assert.deepEqual(openMetaFiles(directory).read(A.hash), A.bytes);
  });

  it('follows no link', () => {
    const { name } = write(A, B);
    const other = mkdtempSync(join(directory, 'other-'));
    symlinkSync(join(directory, name), join(other, name));
    const files = openMetaFiles(other);
    assert.deepEqual(files.lacking([A.hash]), [A.hash]);
    assert.equal(files.read(A.hash), undefined);
  });

  it('reads the directory of a pack of many metas', () => {
    const many = Array.from({ length: 4_000 }, (_, index) => encoded(`${index}.js`));
    write(...many);
    assert.equal(readdirSync(directory).length, 1);
    assert.deepEqual(openMetaFiles(directory).lacking(many.map(({ hash }) => hash)), []);
  });

  it('reads little of a damaged pack of any size', () => {
    const { name } = write(A, B);
    truncateSync(join(directory, name), 2 ** 30);
    const before = process.resourceUsage().maxRSS;
    assert.deepEqual(openMetaFiles(directory).lacking(HASHES), HASHES);
    const kilobytes = process.resourceUsage().maxRSS - before;
    assert.ok(kilobytes < 2 ** 18, `${kilobytes} KB`);
  });

  it('lacks all metas of a directory that does not exist', () => {
    assert.deepEqual(openMetaFiles(join(directory, 'missing')).lacking(HASHES), HASHES);
    assert.deepEqual(openMetaFiles(join(directory, 'missing')).all(), []);
  });
});
