/** Tests of sources for which the engine `probe` must return the maps of istanbul-lib-instrument. */
import assert from 'node:assert/strict';
import {
  assertSameCoverage,
  compileCommonJs,
  instrumentWith,
  isCommonJs,
  mapsOf,
  toJavaScript,
} from './engines.js';

export type MapsCase = readonly [title: string, file: string, source: string];

/** Defines one test for each source: its maps must be the same, and its instrumented code must parse. */
export function describeMaps(subject: string, cases: readonly MapsCase[]): void {
  describe(`the engine probe returns the maps of istanbul-lib-instrument for ${subject}`, () => {
    for (const [title, file, source] of cases) {
      it(title, () => {
        const reference = mapsOf('nyc', source, file);
        assert.notEqual(Object.keys({ ...reference.s, ...reference.f, ...reference.b }).length, 0);
        assertSameCoverage(reference, mapsOf('probe', source, file), source);
        assertParses(source, file);
      });
    }
  });
}

/** Asserts that the instrumented code of a valid source parses. @throws Error if it does not */
export function assertParses(source: string, file: string): void {
  const { code } = instrumentWith('probe', source, file);
  if (isCommonJs(source)) compileCommonJs(code);
  else {
    toJavaScript(source, file);
    toJavaScript(code, file);
  }
}
