/** A table of sources of which the engine `probe` must give the maps that istanbul-lib-instrument gives. */
import assert from 'node:assert/strict';
import {
  assertSameCoverage,
  compileCommonJs,
  instrumentWith,
  isCommonJs,
  mapsOf,
  toJavaScript,
} from './engines.js';

export type MapsCase = readonly [what: string, file: string, source: string];

/** One test for each source: by id, its maps are the same; and its counting text can still be read. */
export function describeMaps(subject: string, cases: readonly MapsCase[]): void {
  describe(`the engine probe gives Istanbul's maps of ${subject}:`, () => {
    for (const [what, file, source] of cases) {
      it(what, () => {
        const reference = mapsOf('nyc', source, file);
        assert.notEqual(Object.keys({ ...reference.s, ...reference.f, ...reference.b }).length, 0);
        assertSameCoverage(reference, mapsOf('probe', source, file), source);
        assertReadable(source, file);
      });
    }
  });
}

/** @throws Error where a source that can be read has become text that cannot */
export function assertReadable(source: string, file: string): void {
  const { code } = instrumentWith('probe', source, file);
  if (isCommonJs(source)) compileCommonJs(code);
  else {
    toJavaScript(source, file);
    toJavaScript(code, file);
  }
}
