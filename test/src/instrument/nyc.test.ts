/** Tests of the engine `nyc` besides the contract of all engines. */
import assert from 'node:assert/strict';
import { SourceMap } from 'node:module';
import { createNycInstrument } from '../../../src/instrument/nyc.js';
import type { MeasuredFile } from '../../../src/interchange/nyc-output.js';
import { CovermainError } from '../../../src/platform/errors.js';
import { instrumentWith, mapsOf, OPTIONS } from '../../support/engines.js';

describe('the engine nyc', () => {
  it('increments __coverage__ and returns no metas', () => {
    const { code, metas } = instrumentWith('nyc', 'function f() {}');
    assert.match(code, /cov_\w+\(\)\.f\[0\]\+\+/);
    assert.deepEqual(metas, []);
  });

  it('uses the parser plugins of the configuration', () => {
    const source = '@service class A { run() {} }';
    assert.throws(() => instrumentWith('nyc', source), { code: 'SOURCE_NOT_PARSED' });
    const { f } = mapsOf('nyc', source, 'a.js', { parserPlugins: ['decorators'] });
    assert.equal(Object.keys(f).length, 1);
  });

  it('parses TypeScript when the configuration enables Flow', () => {
    const { s } = mapsOf('nyc', 'const x = <any>1;', 'a.ts', { parserPlugins: ['flow', 'jsx'] });
    assert.equal(Object.keys(s).length, 1);
  });

  it('reports a syntax error in one line and keeps the cause', () => {
    assert.throws(
      () => instrumentWith('nyc', 'let b = ;'),
      (error) => {
        assert.ok(error instanceof CovermainError && error.cause instanceof Error);
        assert.equal(error.message, 'Unexpected token (1:8)');
        return true;
      },
    );
  });

  it('returns a map that traces compiled code to its original source', () => {
    const map = {
      version: 3,
      sources: ['../src/main.ts'],
      names: [],
      mappings: 'AAAA,MAAM,UAAU,IAAI,KAAU,CAAC;AAC/B,MAAM,UAAU,MAAM,KAAU,CAAC',
    };
    const source = 'export function main() { }\nexport function missed() { }\n';
    const instrumented = createNycInstrument(OPTIONS)(source, '/app/dist/main.js', map);
    const out = JSON.parse(instrumented.map() ?? '');
    assert.deepEqual(out.sources, ['file:///app/src/main.ts']);
    const lines = instrumented.code.split('\n');
    const line = lines.findIndex((text) => text.includes('function missed'));
    const entry = new SourceMap(out).findEntry(line, lines[line]?.indexOf('missed') ?? 0);
    assert.ok('originalLine' in entry);
    assert.equal(entry.originalLine, 1);
    assert.deepEqual((instrumented.coverage()[0] as MeasuredFile).inputSourceMap, map);
  });

  it('returns already instrumented code unchanged', () => {
    const { code } = instrumentWith('nyc', 'function f() {}');
    const again = instrumentWith('nyc', code);
    assert.equal(again.code, code);
    assert.equal(again.map(), undefined);
    assert.deepEqual(again.coverage(), [mapsOf('nyc', 'function f() {}')]);
  });
});
