/** Tests of programs that must end in the same way with and without measurement. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type Measuring, type Outcome, outcomeOf, prepareMeasuring, startNode } from './measured-programs.js';
import { killLeftPrograms, type Program } from './program.js';
import { functionsOf, makeProject, type Project } from './project.js';
import { assertNoSockets, type Beside, USUAL } from './with-agent.js';

/** Acts on a program while it runs. */
export type Act = (program: Program) => Promise<void>;

export type EndCase = readonly [
  title: string,
  source: string,
  /** Expected count of each function of the program. */
  counts: Readonly<Record<string, number>>,
  act?: Act,
];

/** Returns an act that sends the next signal each time the program prints `ready`. */
export function send(...signals: readonly NodeJS.Signals[]): Act {
  return async (program) => {
    for (const [index, signal] of signals.entries()) {
      await program.printed(new RegExp(`(ready[^]*){${index + 1}}`));
      process.kill(program.pid, signal);
    }
  };
}

/** Defines one test for each program. @param beside how the programs run: with or without an agent */
export function describeSameEnds(title: string, cases: readonly EndCase[], beside = USUAL): void {
  describe(title, () => {
    let project: Project;
    let measuring: () => Measuring;

    before(async () => {
      project = makeProject({ 'package.json': '{}', 'src/none.js': '', ...beside.files });
      // By default, this signal would dump the profile and not end the process.
      measuring = await prepareMeasuring(project, { COVER_SIGNAL: 'off', ...beside.env });
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    for (const [index, endCase] of cases.entries()) {
      it(endCase[0], () =>
        assertSameEnd(project, measuring(), `src/case-${index}.js`, withFirst(endCase, beside)),
      );
    }
  });
}

function withFirst([title, source, ...rest]: EndCase, { first }: Beside): EndCase {
  return [title, `${first}${source}`, ...rest];
}

/** Runs a program with and without measurement at the same time, and compares exits and outputs. */
async function assertSameEnd(
  project: Project,
  { env, coverage }: Measuring,
  file: string,
  [, source, counts, act]: EndCase,
): Promise<void> {
  writeFileSync(project.path(file), source);
  const outcomes = [{}, env].map((variables) => outcomeOf(startNode(project, [file], variables), act));
  const [plain, measured] = await Promise.all(outcomes);
  assert.deepEqual(measured && withoutHooks(measured), plain && withoutHooks(plain));
  assertNoSockets(project);
  const { [file]: found } = coverage();
  assert.deepEqual(found && functionsOf(found), counts);
}

/**
 * Returns an outcome without stack frames of Node and of our hooks, because stack traces have a limited number of
 * frames. Also removes empty lines and `[as name]`, which Node prints differently when it reads source maps.
 */
function withoutHooks(outcome: Outcome): Outcome {
  const OTHERS = /^ +at .*(install-hooks\.cjs|preload\.cjs|node:).*\n| \[as \w+\]|^\n/gm;
  const clean = (text: string) => text.replace(OTHERS, '');
  return { ...outcome, stdout: clean(outcome.stdout), stderr: clean(outcome.stderr) };
}
