/** A run starts all harness files, one of them, or an entry without a harness file. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { CovermainError } from '../../../src/platform/errors.js';
import { findHarnessTarget } from '../../../src/project/harness-files.js';

describe('findHarnessTarget', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function create(...files: readonly string[]): void {
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), '');
    }
  }

  function assertRefused(code: string, message: RegExp, entry?: string): void {
    assert.throws(
      () => findHarnessTarget(root, root, entry),
      (error) => {
        assert.ok(error instanceof CovermainError);
        assert.equal(error.code, code);
        assert.match(error.message, message);
        return true;
      },
    );
  }

  it('returns every module in test-manual and its subdirectories, sorted', () => {
    const modules = ['a.ts', 'b.mts', 'c.cts', 'd.tsx', 'e.js', 'f.mjs', 'g.cjs', 'h.jsx', 'sub/deep/i.ts'];
    create(...modules.toReversed().map((file) => `test-manual/${file}`));
    assert.deepEqual(findHarnessTarget(root, root, undefined), {
      harnessFiles: modules.map((file) => join(root, 'test-manual', file)),
    });
  });

  it('leaves out declarations, other files and other directories', () => {
    create('test-manual/main.ts', 'test-manual/types.d.ts', 'test-manual/types.d.mts');
    create('test-manual/README.md', 'test-manual/data.json', 'test/main.ts', 'main.ts');
    mkdirSync(join(root, 'test-manual/folder.ts'));
    assert.deepEqual(findHarnessTarget(root, root, undefined).harnessFiles, [
      join(root, 'test-manual/main.ts'),
    ]);
  });

  it('returns the one harness file that the entry names', () => {
    create('test-manual/a.ts', 'test-manual/sub/b.ts');
    const target = findHarnessTarget(root, root, 'test-manual/sub/b.ts');
    assert.deepEqual(target, { harnessFiles: [join(root, 'test-manual/sub/b.ts')] });
  });

  it("returns covermain's own harness file for any other entry", () => {
    create('test-manual/a.ts', 'src/main.ts');
    const { harnessFiles, entry } = findHarnessTarget(root, root, 'src/main.ts');
    assert.equal(entry, join(root, 'src/main.ts'));
    assert.deepEqual(
      harnessFiles.map((file) => basename(file)),
      ['entry.js'],
    );
  });

  it('accepts an absolute entry, and one relative to the working directory', () => {
    create('src/main.ts', 'test-manual/a.ts');
    const src = join(root, 'src');
    assert.equal(findHarnessTarget(root, src, 'main.ts').entry, join(src, 'main.ts'));
    assert.equal(findHarnessTarget(root, src, join(src, 'main.ts')).entry, join(src, 'main.ts'));
    assert.deepEqual(findHarnessTarget(root, src, '../test-manual/a.ts'), {
      harnessFiles: [join(root, 'test-manual/a.ts')],
    });
  });

  it('accepts an entry in a directory whose name merely starts with test-manual', () => {
    create('test-manually/main.ts');
    assert.equal(
      findHarnessTarget(root, root, 'test-manually/main.ts').entry,
      join(root, 'test-manually/main.ts'),
    );
  });

  for (const entry of ['src/missing.ts', 'src', 'data.json', 'types.d.ts', 'test-manual/missing.ts']) {
    it(`refuses the entry ${entry}`, () => {
      create('src/main.ts', 'data.json', 'types.d.ts');
      assertRefused(
        'ENTRY_NOT_FOUND',
        /^Invalid entry .+: expected a JavaScript or TypeScript file in .*such as src\/main\.ts/,
        entry,
      );
    });
  }

  for (const files of [[], ['README.md', 'types.d.ts']]) {
    it(`shows how to write a harness file when test-manual contains ${files.join(' and ') || 'nothing'}`, () => {
      create(...files.map((file) => `test-manual/${file}`));
      assertRefused('HARNESS_NOT_FOUND', /^No harness file in .*test-manual\. Create test-manual\/main\.ts/);
      assertRefused('HARNESS_NOT_FOUND', /import \{ testMain \} from 'covermain\/harness';/);
      assertRefused('HARNESS_NOT_FOUND', /testMain\(\(\) => import\('\.\.\/src\/main\.js'\)\);/);
      assertRefused('HARNESS_NOT_FOUND', /covermain manual src\/main\.ts/);
    });
  }
});
