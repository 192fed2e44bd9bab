/** Runs a workload without and with each engine. Its behaviour and the counts of both engines must be the same. */
import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { sizeOf } from '../compare.js';
import { assertSameCoverage, CANDIDATE, REFERENCE } from './engines.js';
import {
  type Measured,
  type Program,
  type ProgramExit,
  readCounts,
  runMeasured,
  runPlain,
} from './measure.js';
import { assertSameLines } from './same-lines.js';

export interface Workload extends Omit<Program, 'args'> {
  /** Absolute path of a module whose default export takes the modules and returns JSON data. */
  readonly workload: string;
  /** Modules for the workload, as arguments of `child.mjs`. */
  readonly modules: readonly string[];
  /** Minimum number of executed statements. With fewer, the workload tests too little. */
  readonly atLeast: number;
  /** @default 0 */
  readonly exitCode?: number;
}

const CHILD = join(import.meta.dirname, 'child.mjs');

/** Asserts that both engines count the same in a workload and do not change its behaviour. */
export async function assertSameCounts(workload: Workload): Promise<void> {
  const { directory, exitCode = 0 } = workload;
  copyFileSync(CHILD, directory.path('child.mjs'));
  const counts = (name: string) => directory.path(`${name}.json`);
  const program = (name: string): Program => ({
    ...workload,
    exclude: ['child.mjs'],
    args: [directory.path('child.mjs'), workload.workload, counts(name), ...workload.modules],
  });

  const [plain, reference, candidate] = await Promise.all([
    runPlain(program('plain')),
    runMeasured(program('reference'), REFERENCE, 'reference'),
    runMeasured(program('candidate'), CANDIDATE, 'candidate'),
  ]);

  assert.equal(plain.exitCode, exitCode, plain.stderr);
  assertSameExit(reference, plain, REFERENCE);
  assertSameExit(candidate, plain, CANDIDATE);
  const expected = readCounts(counts('reference'));
  assertSameCoverage(expected, readCounts(counts('candidate')));
  const { hit } = sizeOf(expected);
  assert.ok(
    hit >= workload.atLeast,
    `expected at least ${workload.atLeast} executed statements, but there are ${hit}`,
  );
}

function assertSameExit(measured: Measured, plain: ProgramExit, engine: string): void {
  assert.deepEqual(measured.notMeasured, [], `under ${engine}`);
  assert.equal(measured.exitCode, plain.exitCode, `under ${engine}: ${measured.stderr}`);
  assertSameLines(measured.stdout, plain.stdout, `the output differs under ${engine}`);
}
