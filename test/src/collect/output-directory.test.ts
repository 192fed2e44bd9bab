/** An output is there whole or not at all, and nothing beside it is left. */
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
import { writeMeta } from '../../../src/profile/store/write-profile.js';
import { metaOf } from '../../support/profiles.js';

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

  it('is made where there was none', async () => {
    await assertWritten(out);
    assert.deepEqual(readdirSync(home), ['out']);
  });

  it('is made with its parents', async () => {
    await assertWritten(join(home, 'a/b/c'));
    assert.deepEqual(readdirSync(join(home, 'a/b')), ['c']);
  });

  it('takes the place of an empty directory', async () => {
    mkdirSync(out);
    await assertWritten(out);
    assert.deepEqual(readdirSync(home), ['out']);
  });

  it('takes the place of an empty directory that a link leads to, and the link stays', async () => {
    mkdirSync(join(home, 'far/real'), { recursive: true });
    symlinkSync(join(home, 'far/real'), out);
    await assertWritten(out, join(home, 'far/real'));
    assert.deepEqual(readdirSync(out), ['a']);
    assert.deepEqual([readdirSync(home).sort(), readdirSync(join(home, 'far'))], [['far', 'out'], ['real']]);
  });

  it('is refused where something is', async () => {
    mkdirSync(join(out, 'b'), { recursive: true });
    await assertRefused(
      out,
      'OUTPUT_EXISTS',
      /out is there already: expected a directory .* name another one/,
    );
    writeFileSync(join(home, 'file'), '');
    await assertRefused(join(home, 'file'), 'OUTPUT_EXISTS', /file is there already/);
    symlinkSync(join(home, 'nowhere'), join(home, 'link'));
    await assertRefused(join(home, 'link'), 'OUTPUT_EXISTS', /link is there already/);
  });

  it('is refused below what is no directory', async () => {
    writeFileSync(join(home, 'file'), '');
    await assertRefused(
      join(home, 'file/out'),
      'OUTPUT_NOT_WRITABLE',
      /out cannot be written: .*; name one that can/,
    );
    await assertRefused(join(home, 'file/a/out'), 'OUTPUT_NOT_WRITABLE', /out cannot be written/);
  });

  it('is nowhere if it cannot be filled, and its parents are not either', async () => {
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

  it('leaves a parent that it has made if somebody else uses that by then', async () => {
    const failing = writeOutputDirectory(join(home, 'a/b/c'), async () => {
      writeFileSync(join(home, 'a/other'), '');
      throw new Error('no more');
    });
    await assert.rejects(failing, /no more/);
    assert.deepEqual(readdirSync(home, { recursive: true }).sort(), ['a', 'a/other']);
  });

  it('leaves an empty directory as it was if it cannot be filled', async () => {
    mkdirSync(out);
    await assert.rejects(
      writeOutputDirectory(out, () => Promise.reject(new Error('no more'))),
      /no more/,
    );
    assert.deepEqual([readdirSync(home), readdirSync(out)], [['out'], []]);
  });

  it('does not take the place of what somebody else has put there meanwhile', async () => {
    const writing = writeOutputDirectory(out, async (directory) => {
      await fill(directory);
      mkdirSync(out);
      writeFileSync(join(out, 'theirs'), '');
    });
    await assert.rejects(writing, { code: 'OUTPUT_NOT_WRITABLE' });
    assert.deepEqual([readdirSync(home), readdirSync(out)], [['out'], ['theirs']]);
  });

  it('tells of a file in it that cannot be written as of an output', async () => {
    const writing = writeOutputDirectory(out, async (directory) => {
      rmSync(directory, { recursive: true });
      writeMeta(directory, encodeMeta(metaOf()));
    });
    await assert.rejects(writing, {
      code: 'OUTPUT_NOT_WRITABLE',
      message: /out cannot be written: ENOENT.* by -o/,
    });
    assert.ok(!existsSync(out));
  });
});
