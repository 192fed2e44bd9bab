/** A process that crashes ends as it does without covermain, and its profile lacks only hits since the last flush. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { countingProgram, missingCountsOf } from '../support/counting-program.js';
import { type Measuring, type Outcome, outcomeOf, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

const FLUSH = 100;

type CrashCase = readonly [what: string, crash: string, options?: readonly string[]];

const CRASHES: readonly CrashCase[] = [
  ['it aborts', 'process.abort();'],
  ['it sends itself SIGSEGV', "process.kill(process.pid, 'SIGSEGV');"],
  ['it aborts at what nobody catches', 'null.property;', ['--abort-on-uncaught-exception']],
  ['its stack goes beyond its memory', '(function deeper() { deeper(); })();', ['--stack-size=1000000']],
  [
    'it has no memory left',
    'for (const all = []; ; ) all.push(Array(100_000).fill(all.length));',
    ['--max-old-space-size=64'],
  ],
];

describe('a process that crashes', () => {
  let project: Project;
  let measuring: () => Measuring;

  useMeasuredProject({ 'package.json': '{}', 'src/none.js': '' }, { COVER_FLUSH: `${FLUSH}ms` }, (made) => {
    ({ project, measuring } = made);
  });

  /** Once it has been flushed a few times, measured and as it is. */
  async function crash(name: string, [, text, options = []]: CrashCase) {
    const file = `src/${name}.js`;
    writeFileSync(project.path(file), countingProgram(FLUSH, `if (beats >= 6) { ${text} }`));
    const measured = measuring();
    const [plain, crashed] = await Promise.all([
      outcomeOf(startNode(project, [...options, file, `plain.${name}`])),
      outcomeOf(startNode(project, [...options, file, `notes.${name}`], measured.env)),
    ]);
    return { plain, crashed, lack: missingCountsOf(project, measured, file, `notes.${name}`) };
  }

  for (const [index, one] of CRASHES.entries()) {
    it(`ends as without covermain, and loses at most the hits since the last flush, if ${one[0]}`, async () => {
      const { plain, crashed, lack } = await crash(`crash-${index}`, one);
      assert.deepEqual(endOf(crashed), endOf(plain));
      assert.notEqual(crashed.signal, null);
      assert.ok(lack.least > 0 && lack.least <= lack.found && lack.found <= lack.noted, JSON.stringify(lack));
    });
  }

  it('loses nothing if it exits without calling listeners', async () => {
    const exit: CrashCase = ['it exits', 'process.reallyExit(3);'];
    const { plain, crashed, lack } = await crash('really-exit', exit);
    assert.deepEqual(crashed, plain);
    assert.equal(crashed.code, 3);
    assert.equal(lack.found, lack.noted);
  });
});

function endOf({ code, signal, stdout }: Outcome): Omit<Outcome, 'stderr'> {
  return { code, signal, stdout };
}
