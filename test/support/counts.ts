/** A table of programs of which both engines must count the same. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { EngineName } from '../../src/settings/index.js';
import { assertSameCoverage, instrumentWith, toJavaScript } from './engines.js';
import { runInRealm } from './run-in-realm.js';

/** The program may call `boom()`, which throws. */
export type CountsCase = readonly [what: string, source: string, file?: string];

export function describeCounts(subject: string, cases: readonly CountsCase[]): void {
  describe(`the engine probe counts as istanbul-lib-instrument does ${subject}:`, () => {
    for (const [what, source, file] of cases) {
      it(what, async () => {
        const [theirs, ours] = [await countsOf('nyc', source, file), await countsOf('probe', source, file)];
        assertSameCoverage(theirs, ours, source);
      });
    }
  });
}

/** What is counted by the end of the program and its jobs. */
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
