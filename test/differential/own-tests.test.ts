/** Packages that ship their own tests: these pass as before when the package is measured. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/project.js';
import { CANDIDATE } from './support/engines.js';
import { type Folder, folderWith } from './support/folder.js';
import { type Ended, runMeasured, runPlain } from './support/measure.js';
import { assertSameLines } from './support/same-lines.js';

interface Case {
  readonly name: string;
  /** Below the package's folder, as tape takes them. */
  readonly tests: string;
  /** How many assertions pass at least. */
  readonly atLeast: number;
}

const CASES: readonly Case[] = [
  { name: 'minimist', tests: 'test/*.js', atLeast: 150 },
  { name: 'json-stable-stringify', tests: 'test/*.js', atLeast: 30 },
  { name: 'fastq', tests: 'test/*.js', atLeast: 200 },
  { name: 'bl', tests: 'test/test.js', atLeast: 700 },
];

describe('the own tests of a package pass while it is measured:', () => {
  let folder: Folder | undefined;

  afterEach(() => folder?.remove());

  for (const { name, tests, atLeast } of CASES) {
    it(name, async () => {
      folder = folderWith([name]);
      symlinkSync(join(REPOSITORY, 'node_modules/tape'), folder.path('node_modules/tape'), 'dir');
      const program = {
        folder,
        args: [folder.path('node_modules/tape/bin/tape'), tests],
        cwd: folder.path(`node_modules/${name}`),
        include: [`node_modules/${name}/**`],
      };
      // One after the other: they may write files of the same names.
      const plain = await runPlain(program);
      const measured = await runMeasured(program, CANDIDATE, 'candidate');
      assert.equal(plain.exitCode, 0, output(plain));
      assertPassed(plain, atLeast);
      assert.equal(measured.exitCode, plain.exitCode, output(measured));
      assertSameLines(output(measured), output(plain), 'measured, the tests print something else');
      assert.deepEqual(measured.notMeasured, []);
      assert.notDeepEqual(measured.measured, []);
    });
  }
});

function assertPassed({ stdout }: Ended, atLeast: number): void {
  const passed = Number(/^# pass +(\d+)$/m.exec(stdout)?.[1]);
  assert.ok(passed >= atLeast, `${passed} assertions passed, and at least ${atLeast} were to`);
}

/** Without what differs from run to run: durations. */
function output({ stdout, stderr }: Ended): string {
  return `${stdout}\n${stderr}`.replace(/\d+(\.\d+)? ?ms\b/g, 'some ms');
}
