/** Tests crashing processes: covermain changes neither exit code nor output, and only hits after the last flush may be lost. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { countingProgram, missingCountsOf } from '../support/counting-program.js';
import { type Measuring, type Outcome, outcomeOf, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

const FLUSH = 100;

type CrashCase = readonly [title: string, crashCode: string, options?: readonly string[]];

const CRASHES: readonly CrashCase[] = [
  ['calls process.abort()', 'process.abort();'],
  ['sends itself SIGSEGV', "process.kill(process.pid, 'SIGSEGV');"],
  ['aborts on an uncaught exception', 'null.property;', ['--abort-on-uncaught-exception']],
  ['overflows the native stack', '(function deeper() { deeper(); })();', ['--stack-size=1000000']],
  [
    'runs out of heap memory',
    'for (const all = []; ; ) all.push(Array(100_000).fill(all.length));',
    ['--max-old-space-size=64'],
  ],
];

describe('the profile of a crashed process', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject({ 'package.json': '{}', 'src/none.js': '' }, { COVER_FLUSH: `${FLUSH}ms` }, (made) => {
    ({ project, measuring } = made);
  });

  /** Runs a program that crashes after a few flushes, once unmeasured and once measured. */
  async function runCrash(name: string, [, crashCode, options = []]: CrashCase) {
    const file = `src/${name}.js`;
    writeFileSync(project.path(file), countingProgram(FLUSH, `if (beats >= 6) { ${crashCode} }`));
    const measured = measuring();
    const [plain, crashed] = await Promise.all([
      outcomeOf(startNode(project, [...options, file, `plain.${name}`])),
      outcomeOf(startNode(project, [...options, file, `notes.${name}`], measured.env)),
    ]);
    return { plain, crashed, missing: missingCountsOf(project, measured, file, `notes.${name}`) };
  }

  for (const [index, crashCase] of CRASHES.entries()) {
    it(`has all flushed hits when the process ${crashCase[0]}, which ends as it does unmeasured`, async () => {
      const { plain, crashed, missing } = await runCrash(`crash-${index}`, crashCase);
      assert.deepEqual(endOf(crashed), endOf(plain));
      assert.notEqual(crashed.signal, null);
      assert.ok(
        missing.least > 0 && missing.least <= missing.found && missing.found <= missing.noted,
        JSON.stringify(missing),
      );
    });
  }

  it('has all hits when the process calls process.reallyExit(), which skips all exit listeners', async () => {
    const reallyExit: CrashCase = ['calls process.reallyExit()', 'process.reallyExit(3);'];
    const { plain, crashed, missing } = await runCrash('really-exit', reallyExit);
    assert.deepEqual(crashed, plain);
    assert.equal(crashed.code, 3);
    assert.equal(missing.found, missing.noted);
  });
});

function endOf({ code, signal, stdout }: Outcome): Omit<Outcome, 'stderr'> {
  return { code, signal, stdout };
}
