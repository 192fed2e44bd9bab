/**
 * Tests with random programs that the engine `probe` has the counts of istanbul-lib-instrument and changes no
 * behaviour.
 */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { Instrumented } from '../../../../src/instrument/index.js';
import { assertSameCoverage, instrumentWith, toJavaScript } from '../../../support/engines.js';
import { globalsOf, randomProgram } from '../../../support/random-programs.js';
import { runInRealm } from '../../../support/run-in-realm.js';

interface ProgramOutcome {
  /** Calls and results in order, and the name of the exception. */
  readonly effects: unknown;
  readonly counts: () => FileCoverageData;
}

/** Runs a program including its promise jobs. */
async function outcomeOf(instrumented: Instrumented, file: string, seed: number): Promise<ProgramOutcome> {
  const { globals, notes } = globalsOf(seed);
  const { code } = instrumented;
  const { counts, error } = runInRealm(
    instrumented,
    globals,
    file.endsWith('.js') ? code : toJavaScript(code, file),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return { effects: { notes, thrown: (error as Error | undefined)?.name ?? typeof error }, counts };
}

/** Returns a program without instrumentation. */
function uninstrumented(source: string): Instrumented {
  return { code: source, insertions: undefined, map: () => undefined, metas: [], coverage: () => [] };
}

async function assertSameCounts(seed: number, file: string): Promise<void> {
  const source = randomProgram(seed, file.endsWith('.ts'));
  try {
    const plain = await outcomeOf(uninstrumented(source), file, seed);
    const nycOutcome = await outcomeOf(instrumentWith('nyc', source, file), file, seed);
    const probeOutcome = await outcomeOf(instrumentWith('probe', source, file), file, seed);
    assert.deepEqual(probeOutcome.effects, plain.effects);
    assertSameCoverage(nycOutcome.counts(), probeOutcome.counts(), source);
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}\n\n${source}`, { cause: error });
  }
}

describe('the engine probe has the counts of istanbul-lib-instrument', () => {
  it('in random JavaScript programs', async () => {
    for (let seed = 0; seed < 240; seed++) await assertSameCounts(seed, 'a.js');
  });

  it('in random TypeScript programs', async () => {
    for (let seed = 0; seed < 60; seed++) await assertSameCounts(seed, 'a.ts');
  });
});

describe('the comparison of counts', () => {
  it('detects any single probe that counts too much', async () => {
    for (let seed = 0; seed < 4; seed++) {
      const source = randomProgram(seed);
      const instrumented = instrumentWith('probe', source);
      const expected = await outcomeOf(instrumented, 'a.js', seed);
      for (const [increment, name, index] of instrumented.code.matchAll(/(\$c\$?)\[(\d+) \]\+\+/g)) {
        const code = instrumented.code.replace(increment, () => `${name}[${index}]+=2`);
        const { effects, counts } = await outcomeOf({ ...instrumented, code }, 'a.js', seed);
        assert.deepEqual(effects, expected.effects);
        if (!isReached(code, index ?? '', seed)) continue;
        assert.throws(
          () => assertSameCoverage(expected.counts(), counts(), source),
          /nyc and probe differ/,
          `probe ${index} of seed ${seed}:\n${code}`,
        );
      }
    }
  });
});

/** Whether the program reaches a probe before its promise jobs run. */
function isReached(code: string, index: string, seed: number): boolean {
  let reached = false;
  const reach = () => {
    reached = true;
    return 1;
  };
  runInRealm(uninstrumented(code.replace(new RegExp(`\\$c\\$?\\[${index}\\]\\+=2`), 'reach()')), {
    ...globalsOf(seed).globals,
    reach,
  });
  return reached;
}
