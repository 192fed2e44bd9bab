/** Runs one workload three times, and expects that no engine changes what it does and that both count the same. */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf } from '../compare.js';
import { assertSameCoverage, CANDIDATE, REFERENCE } from './engines.js';
import { type Ended, type Measured, type Program, readCounts, runMeasured, runPlain } from './measure.js';
import { assertSameLines } from './same-lines.js';

export interface Workload extends Omit<Program, 'args'> {
  /** Absolute path of a module; the default export gets the modules, and gives what can be written as JSON. */
  readonly workload: string;
  /** The modules it works on, as `child.mjs` takes them. */
  readonly modules: readonly string[];
  /** How many statements it runs at least, or the workload has become worthless. */
  readonly atLeast: number;
  /** @default 0 */
  readonly exitCode?: number;
}

const CHILD = join(import.meta.dirname, 'child.mjs');

export async function assertSameCounts(workload: Workload): Promise<void> {
  const { folder, exitCode = 0 } = workload;
  copyFileSync(CHILD, folder.path('child.mjs'));
  const counts = (name: string) => folder.path(`${name}.json`);
  const program = (name: string): Program => ({
    ...workload,
    exclude: ['child.mjs'],
    args: [folder.path('child.mjs'), workload.workload, counts(name), ...workload.modules],
  });

  const [plain, reference, candidate] = await Promise.all([
    runPlain(program('plain')),
    runMeasured(program('reference'), REFERENCE, 'reference'),
    runMeasured(program('candidate'), CANDIDATE, 'candidate'),
  ]);

  assert.equal(plain.exitCode, exitCode, plain.stderr);
  assertSameEnd(reference, plain, REFERENCE);
  assertSameEnd(candidate, plain, CANDIDATE);
  const expected = readCounts(counts('reference'));
  assertSameCoverage(expected, readCounts(counts('candidate')));
  const { hit } = sizeOf(expected);
  assert.ok(hit >= workload.atLeast, `${hit} statements ran, and at least ${workload.atLeast} were to`);
}

function assertSameEnd(measured: Measured, plain: Ended, engine: string): void {
  assert.deepEqual(measured.notMeasured, [], `under ${engine}`);
  assert.equal(measured.exitCode, plain.exitCode, `under ${engine}: ${measured.stderr}`);
  assertSameLines(measured.stdout, plain.stdout, `what it prints differs under ${engine}`);
}
