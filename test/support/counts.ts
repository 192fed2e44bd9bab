/** Tests of programs for which both engines must have the same counts. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { EngineName } from '../../src/settings/index.js';
import { assertSameCoverage, instrumentWith, toJavaScript } from './engines.js';
import { runInRealm } from './run-in-realm.js';

/** The program may call `boom()`, which throws. */
export type CountsCase = readonly [title: string, source: string, file?: string];

/** Defines one test for each program. */
export function describeCounts(subject: string, cases: readonly CountsCase[]): void {
  describe(`the engine probe has the counts of istanbul-lib-instrument ${subject}`, () => {
    for (const [title, source, file] of cases) {
      it(title, async () => {
        const [theirs, ours] = [await countsOf('nyc', source, file), await countsOf('probe', source, file)];
        assertSameCoverage(theirs, ours, source);
      });
    }
  });
}

/** Returns the counts after the program and its pending promise jobs have finished. */
async function countsOf(engine: EngineName, source: string, file = 'a.js'): Promise<FileCoverageData> {
  const instrumented = instrumentWith(engine, source, file);
  const code = /\.c?js$/.test(file) ? instrumented.code : toJavaScript(instrumented.code, file);
  const { counts, error } = runInRealm(instrumented, { boom }, code);
  if ((error as Error | undefined)?.name === 'SyntaxError') throw error;
  await new Promise((resolve) => setImmediate(resolve));
  return counts();
}

function boom(): never {
  throw new Error('boom');
}
