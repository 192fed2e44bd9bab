/** Writing output directories completely or not at all. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../../../src/collect/output-directory.js';
import { CovermainError, type ErrorCode } from '../../../src/platform/errors.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { metaOf, writeMeta } from '../../support/profiles.js';

describe('an output directory', () => {
  let home: string;
  let out: string;

  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
    out = join(home, 'out');
  });

  afterEach(() => rmSync(home, { recursive: true, force: true }));

  async function fill(directory: string): Promise<void> {
    writeFileSync(join(directory, 'a'), 'content');
  }

  async function assertWritten(path: string, real = path): Promise<void> {
    requireNoOutput(path);
    await writeOutputDirectory(path, fill);
    assert.equal(readFileSync(join(real, 'a'), 'utf8'), 'content');
    assert.deepEqual(readdirSync(real), ['a']);
  }

  async function assertRefused(path: string, code: ErrorCode, message: RegExp): Promise<void> {
    const isRefusal = (error: unknown) =>
      error instanceof CovermainError && error.code === code && message.test(error.message);
    const before = readdirSync(home, { recursive: true });
    assert.throws(() => requireNoOutput(path), isRefusal);
    await assert.rejects(
      writeOutputDirectory(path, () => assert.fail('it was filled')),
      isRefusal,
    );
    assert.deepEqual(readdirSync(home, { recursive: true }), before);
  }

  it('is created if it does not exist', async () => {
    await assertWritten(out);
    assert.deepEqual(readdirSync(home), ['out']);
  });

  it('is created with its parents', async () => {
    await assertWritten(join(home, 'a/b/c'));
    assert.deepEqual(readdirSync(join(home, 'a/b')), ['c']);
  });

  it('replaces an empty directory', async () => {
    mkdirSync(out);
    await assertWritten(out);
    assert.deepEqual(readdirSync(home), ['out']);
  });

  it('replaces an empty directory behind a link and keeps the link', async () => {
    mkdirSync(join(home, 'far/real'), { recursive: true });
    symlinkSync(join(home, 'far/real'), out);
    await assertWritten(out, join(home, 'far/real'));
    assert.deepEqual(readdirSync(out), ['a']);
    assert.deepEqual([readdirSync(home).sort(), readdirSync(join(home, 'far'))], [['far', 'out'], ['real']]);
  });

  it('is rejected if the path exists', async () => {
    mkdirSync(join(out, 'b'), { recursive: true });
    await assertRefused(
      out,
      'OUTPUT_EXISTS',
      /^Output \S+out already exists: expected a new or empty directory\. Choose another path\.$/,
    );
    writeFileSync(join(home, 'file'), '');
    await assertRefused(join(home, 'file'), 'OUTPUT_EXISTS', /file already exists/);
    symlinkSync(join(home, 'nowhere'), join(home, 'link'));
    await assertRefused(join(home, 'link'), 'OUTPUT_EXISTS', /link already exists/);
  });

  it('is rejected below a file', async () => {
    writeFileSync(join(home, 'file'), '');
    await assertRefused(
      join(home, 'file/out'),
      'OUTPUT_NOT_WRITABLE',
      /^Cannot write \S+out: .*\. Choose a writable path/,
    );
    await assertRefused(join(home, 'file/a/out'), 'OUTPUT_NOT_WRITABLE', /^Cannot write \S+out: /);
  });

  it('is removed with its created parents if filling it fails', async () => {
    const reason = new Error('no more');
    for (const path of [out, join(home, 'a/b/c')]) {
      const failing = writeOutputDirectory(path, async (directory) => {
        await fill(directory);
        throw reason;
      });
      await assert.rejects(failing, reason);
    }
    assert.deepEqual(readdirSync(home), []);
  });

  it('keeps a created parent that another process uses meanwhile', async () => {
    const failing = writeOutputDirectory(join(home, 'a/b/c'), async () => {
      writeFileSync(join(home, 'a/other'), '');
      throw new Error('no more');
    });
    await assert.rejects(failing, /no more/);
    assert.deepEqual(readdirSync(home, { recursive: true }).sort(), ['a', 'a/other']);
  });

  it('keeps an existing empty directory if filling fails', async () => {
    mkdirSync(out);
    await assert.rejects(
      writeOutputDirectory(out, () => Promise.reject(new Error('no more'))),
      /no more/,
    );
    assert.deepEqual([readdirSync(home), readdirSync(out)], [['out'], []]);
  });

  it('does not replace a directory that another process filled meanwhile', async () => {
    const writing = writeOutputDirectory(out, async (directory) => {
      await fill(directory);
      mkdirSync(out);
      writeFileSync(join(out, 'theirs'), '');
    });
    await assert.rejects(writing, { code: 'OUTPUT_NOT_WRITABLE' });
    assert.deepEqual([readdirSync(home), readdirSync(out)], [['out'], ['theirs']]);
  });

  it('reports a failed write in it as an error of the output', async () => {
    const writing = writeOutputDirectory(out, async (directory) => {
      rmSync(directory, { recursive: true });
      writeMeta(directory, encodeMeta(metaOf()));
    });
    await assert.rejects(writing, {
      code: 'OUTPUT_NOT_WRITABLE',
      message: /^Cannot write \S+out: ENOENT.* with -o\.$/,
    });
    assert.ok(!existsSync(out));
  });
});
