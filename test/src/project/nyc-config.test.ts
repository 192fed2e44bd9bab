/** The nyc configuration is read with nyc's defaults and covermain's additions to them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import schema from '@istanbuljs/schema';
import { CovermainError } from '../../../src/platform/errors.js';
import { readNycConfig } from '../../../src/project/nyc-config.js';

const ALWAYS_EXCLUDED = ['**/*.d.{mts,cts}', '**/covermain.config.{js,cjs,mjs,ts,cts,mts}', 'test-manual/**'];
const { nyc } = schema.defaults;
const REPORT_DEFAULTS = {
  watermarks: {},
  skipEmpty: false,
  skipFull: false,
  checkCoverage: false,
  thresholds: { statements: 0, branches: 0, functions: 0, lines: 90 },
  perFile: false,
};

describe('readNycConfig', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'covermain-'));
    write('package.json', {});
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(file: string, content: unknown): void {
    writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
  }

  it("uses nyc's defaults, adds TypeScript's module extensions, and reports files that were never loaded", async () => {
    assert.deepEqual(await readNycConfig(root), {
      selection: {
        root,
        include: [],
        exclude: [...(nyc.exclude as string[]), ...ALWAYS_EXCLUDED],
        extension: [...(nyc.extension as string[]), '.mts', '.cts'],
        excludeNodeModules: true,
      },
      instrument: { parserPlugins: nyc.parserPlugins, ignoreClassMethods: [] },
      all: true,
      excludeAfterRemap: false,
      reporters: ['text'],
      reportDirectory: nyc.reportDir,
      ...REPORT_DEFAULTS,
    });
  });

  for (const file of ['.nycrc', '.nycrc.json'])
    it(`reads the same from ${file} with keys that need nyc's loader and with those that do not`, async () => {
      write(file, { include: 'src/**', 'report-dir': 'out', 'check-coverage': true, cwd: '..', lines: 5 });
      const loaded = await readNycConfig(root);
      write(file, { include: 'src/**', reportDir: 'out', checkCoverage: true, cwd: '..', lines: 5 });
      assert.deepEqual(await readNycConfig(root), loaded);
      assert.deepEqual([loaded.reportDirectory, loaded.selection.root], ['out', dirname(root)]);
    });

  it('reads the selection and the reporters of .nycrc', async () => {
    write('.nycrc', {
      include: ['src/**'],
      exclude: ['src/generated/**'],
      extension: ['.ts'],
      reporter: ['html', 'lcov'],
      all: false,
      'report-dir': 'out',
      'exclude-node-modules': false,
      'ignore-class-method': 'render',
      'parser-plugins': ['typescript'],
    });
    assert.deepEqual(await readNycConfig(root), {
      selection: {
        root,
        include: ['src/**'],
        exclude: ['src/generated/**', ...ALWAYS_EXCLUDED],
        extension: ['.ts'],
        excludeNodeModules: false,
      },
      instrument: { parserPlugins: ['typescript'], ignoreClassMethods: ['render'] },
      all: false,
      excludeAfterRemap: false,
      reporters: ['html', 'lcov'],
      reportDirectory: 'out',
      ...REPORT_DEFAULTS,
    });
  });

  it('reads the report options and the thresholds of .nycrc', async () => {
    write('.nycrc', {
      watermarks: { lines: [60, 95] },
      'skip-empty': true,
      'skip-full': true,
      'check-coverage': true,
      'per-file': true,
      lines: 80,
      branches: '12.5',
    });
    const { watermarks, skipEmpty, skipFull, checkCoverage, thresholds, perFile } = await readNycConfig(root);
    assert.deepEqual(watermarks, { lines: [60, 95] });
    assert.deepEqual([skipEmpty, skipFull, checkCoverage, perFile], [true, true, true, true]);
    assert.deepEqual(thresholds, { statements: 0, branches: 12.5, functions: 0, lines: 80 });
  });

  for (const given of ['high', '', -1, 100.1, null]) {
    it(`refuses ${JSON.stringify(given)} as a threshold`, async () => {
      write('.nycrc', { functions: given });
      await assert.rejects(readNycConfig(root), {
        code: 'SETTING_INVALID',
        message: `Invalid functions ${JSON.stringify(String(given))}: expected a percentage from 0 to 100. Example: functions=80`,
      });
    });
  }

  it('resolves patterns relative to the cwd of the configuration', async () => {
    write('.nycrc', { cwd: '..', include: ['lib/**'] });
    const { selection } = await readNycConfig(root);
    assert.equal(selection.root, dirname(root));
    assert.deepEqual(selection.exclude.slice(-1), [`${basename(root)}/test-manual/**`]);
  });

  it('reads the key nyc of package.json, and accepts one string instead of a list', async () => {
    write('package.json', { nyc: { include: 'lib/**', extension: '.js', reporter: 'json' } });
    const { selection, reporters } = await readNycConfig(root);
    assert.deepEqual(selection.include, ['lib/**']);
    assert.deepEqual(selection.extension, ['.js']);
    assert.deepEqual(reporters, ['json']);
  });

  it('prefers .nycrc to package.json for each key', async () => {
    write('package.json', { nyc: { include: 'lib/**', reporter: 'json' } });
    write('.nycrc', { include: ['src/**'] });
    const { selection, reporters } = await readNycConfig(root);
    assert.deepEqual(selection.include, ['src/**']);
    assert.deepEqual(reporters, ['json']);
  });

  it('reads .nycrc.yml', async () => {
    write('.nycrc.yml', 'include:\n  - src/**\nall: false\n');
    const { selection, all } = await readNycConfig(root);
    assert.deepEqual(selection.include, ['src/**']);
    assert.equal(all, false);
  });

  const BROKEN: readonly [file: string, content: unknown, reason: RegExp][] = [
    ['.nycrc', '{ include', /JSON/],
    ['package.json', '{', /JSON/],
    ['.nycrc', { extends: './missing.json' }, /missing\.json/],
  ];

  for (const [file, content, reason] of BROKEN) {
    it(`refuses a ${file} with the content ${JSON.stringify(content)}`, async () => {
      write(file, content);
      await assert.rejects(readNycConfig(root), (error) => {
        assert.ok(error instanceof CovermainError);
        assert.equal(error.code, 'CONFIG_UNREADABLE');
        assert.ok(error.message.startsWith(`Cannot read the nyc configuration of ${root}: `));
        assert.match(error.message, reason);
        assert.ok(error.cause instanceof Error);
        return true;
      });
    });
  }
});
