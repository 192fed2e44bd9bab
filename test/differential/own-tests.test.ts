/** Tests that packages still pass their own tests while they are measured. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/project.js';
import { CANDIDATE } from './support/engines.js';
import { type ProgramExit, runMeasured, runPlain } from './support/measure.js';
import { makePackageDirectory, type PackageDirectory } from './support/package-directory.js';
import { assertSameLines } from './support/same-lines.js';

interface PackageCase {
  readonly name: string;
  /** Pattern of the test files for tape, relative to the package's directory. */
  readonly tests: string;
  /** Minimum number of passing assertions. */
  readonly atLeast: number;
}

const CASES: readonly PackageCase[] = [
  { name: 'minimist', tests: 'test/*.js', atLeast: 150 },
  { name: 'json-stable-stringify', tests: 'test/*.js', atLeast: 30 },
  { name: 'fastq', tests: 'test/*.js', atLeast: 200 },
  { name: 'bl', tests: 'test/test.js', atLeast: 700 },
];

describe('a measured package passes its own tests', () => {
  let directory: PackageDirectory | undefined;

  afterEach(() => directory?.remove());

  for (const { name, tests, atLeast } of CASES) {
    it(name, async () => {
      directory = makePackageDirectory([name]);
      symlinkSync(join(REPOSITORY, 'node_modules/tape'), directory.path('node_modules/tape'), 'dir');
      const program = {
        directory,
        args: [directory.path('node_modules/tape/bin/tape'), tests],
        cwd: directory.path(`node_modules/${name}`),
        include: [`node_modules/${name}/**`],
      };
      // The runs are sequential because they may write files with the same names.
      const plain = await runPlain(program);
      const measured = await runMeasured(program, CANDIDATE, 'candidate');
      assert.equal(plain.exitCode, 0, output(plain));
      assertPassed(plain, atLeast);
      assert.equal(measured.exitCode, plain.exitCode, output(measured));
      assertSameLines(
        output(measured),
        output(plain),
        'the tests print something else when the package is measured',
      );
      assert.deepEqual(measured.notMeasured, []);
      assert.notDeepEqual(measured.measured, []);
    });
  }
});

function assertPassed({ stdout }: ProgramExit, atLeast: number): void {
  const passed = Number(/^# pass +(\d+)$/m.exec(stdout)?.[1]);
  assert.ok(passed >= atLeast, `expected at least ${atLeast} passing assertions, but there are ${passed}`);
}

/** Returns the output without durations, which differ from run to run. */
function output({ stdout, stderr }: ProgramExit): string {
  return `${stdout}\n${stderr}`.replace(/\d+(\.\d+)? ?ms\b/g, 'some ms');
}
