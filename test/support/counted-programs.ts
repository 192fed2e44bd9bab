/** Tests of programs with several threads or processes, whose files must all have exact counts. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from './measured-programs.js';
import { killLeftPrograms } from './program.js';
import { makeProject, type Project } from './project.js';
import { assertNoSockets, USUAL } from './with-agent.js';

/** Functions whose counts differ. */
const WORK = `
function work(times) { for (let time = 0; time < times; time++) time % 2 ? odd() : even(); }
function odd() {}
function even() {}
`;
const COMMONJS = `${WORK} work(5); exports.work = work;`;
const MODULE = `${WORK} work(5); export { work };`;

export type CountedCase = readonly [
  title: string,
  /** Text of the main file, an ES module. */
  main: string,
  /** Counts of the functions by file. */
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
  files?: Readonly<Record<string, string>>,
];

/** Returns the counts of the functions above after `times` loads of their file. */
export function loaded(times: number): Readonly<Record<string, number>> {
  return { work: times, odd: 2 * times, even: 3 * times };
}

/** Defines one test for each program. @param beside how the programs run: with or without an agent */
export function describeCounted(subject: string, cases: readonly CountedCase[], beside = USUAL): void {
  describe(`measuring ${subject}`, () => {
    let project: Project;
    let measuring: () => Measuring;

    before(async () => {
      project = makeProject({ 'package.json': '{}', 'src/none.js': '', ...beside.files });
      measuring = await prepareMeasuring(project, beside.env);
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    for (const [index, [title, main, ...rest]] of cases.entries())
      it(`has exact counts: ${title}`, () => {
        const countedCase: CountedCase = [title, `${beside.firstOfModule}${main}`, ...rest];
        return assertCounts(project, measuring(), `src/case-${index}`, countedCase);
      });
  });
}

async function assertCounts(
  project: Project,
  { env, functions, coverage }: Measuring,
  directory: string,
  [, main, counts, files = {}]: CountedCase,
): Promise<void> {
  const texts = { 'main.mjs': main, 'work.cjs': COMMONJS, 'work.mjs': MODULE, ...files };
  for (const [file, text] of Object.entries(texts)) {
    const path = project.path(`${directory}/${file}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const outcome = await outcomeOf(startNode(project, [`${directory}/main.mjs`], env));
  assert.equal(outcome.code, 0, outcome.stderr);
  assertNoSockets(project);
  const measuredFiles = Object.keys(coverage()).map((file) => file.slice(directory.length + 1));
  assert.deepEqual(measuredFiles.sort(), [...new Set(['main.mjs', ...Object.keys(counts)])].sort());
  for (const [file, expected] of Object.entries(counts))
    assert.deepEqual(withoutAnonymous(functions(`${directory}/${file}`)), expected, file);
}

function withoutAnonymous(functions: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(functions).filter(([name]) => !name.startsWith('(anonymous')));
}
