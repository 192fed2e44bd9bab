/** Tables of programs of several threads or processes, of which each file must be counted exactly. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from './measured-programs.js';
import { killLeftPrograms } from './program.js';
import { makeProject, type Project } from './project.js';
import { assertNoSockets, USUAL } from './with-agent.js';

/** Loops for each kind of item, with counts that differ. */
const WORK = `
function work(times) { for (let time = 0; time < times; time++) time % 2 ? odd() : even(); }
function odd() {}
function even() {}
`;
const COMMONJS = `${WORK} work(5); exports.work = work;`;
const MODULE = `${WORK} work(5); export { work };`;

export type CountedCase = readonly [
  what: string,
  main: string,
  /** How often each function of the files ran. */
  counts: Readonly<Record<string, Readonly<Record<string, number>>>>,
  files?: Readonly<Record<string, string>>,
];

/** The counts where the file above was loaded so often. */
export function loaded(times: number): Readonly<Record<string, number>> {
  return { work: times, odd: 2 * times, even: 3 * times };
}

/** One test for each program, whose main file is an ES module. */
export function describeCounted(subject: string, cases: readonly CountedCase[], beside = USUAL): void {
  describe(`exact counts come from ${subject}`, () => {
    let project: Project;
    let measuring: () => Measuring;

    before(async () => {
      project = makeProject({ 'package.json': '{}', 'src/none.js': '', ...beside.files });
      measuring = await prepareMeasuring(project, beside.env);
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    for (const [index, one] of cases.entries())
      it(one[0], () => {
        const [what, main, ...rest] = one;
        const withFirst: CountedCase = [what, `${beside.firstOfModule}${main}`, ...rest];
        return assertCounts(project, measuring(), `src/case-${index}`, withFirst);
      });
  });
}

async function assertCounts(
  project: Project,
  { env, functions, coverage }: Measuring,
  folder: string,
  [, main, counts, files = {}]: CountedCase,
): Promise<void> {
  const all = { 'main.mjs': main, 'work.cjs': COMMONJS, 'work.mjs': MODULE, ...files };
  for (const [file, text] of Object.entries(all)) {
    const path = project.path(`${folder}/${file}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const outcome = await outcomeOf(startNode(project, [`${folder}/main.mjs`], env));
  assert.equal(outcome.code, 0, outcome.stderr);
  assertNoSockets(project);
  const found = Object.keys(coverage()).map((file) => file.slice(folder.length + 1));
  assert.deepEqual(found.sort(), [...new Set(['main.mjs', ...Object.keys(counts)])].sort());
  for (const [file, expected] of Object.entries(counts))
    assert.deepEqual(named(functions(`${folder}/${file}`)), expected, file);
}

function named(functions: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(functions).filter(([name]) => !name.startsWith('(anonymous')));
}
