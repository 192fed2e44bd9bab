/** Tables of programs that are run as they are and measured, and must end alike. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type Measuring, type Outcome, outcomeOf, prepareMeasuring, startNode } from './measured-programs.js';
import { killLeftPrograms, type Program } from './program.js';
import { functionsOf, makeProject, type Project } from './project.js';
import { assertNoSockets, type Beside, USUAL } from './with-agent.js';

/** What is done to a program while it runs. */
export type Act = (program: Program) => Promise<void>;

export type EndCase = readonly [
  what: string,
  source: string,
  /** How often each function of the program runs. */
  counts: Readonly<Record<string, number>>,
  act?: Act,
];

/** Sends a signal each time the program has printed that it is ready. */
export function send(...signals: readonly NodeJS.Signals[]): Act {
  return async (program) => {
    for (const [index, signal] of signals.entries()) {
      await program.printed(new RegExp(`(ready[^]*){${index + 1}}`));
      process.kill(program.pid, signal);
    }
  };
}

/** A test for each program, all in one project. */
export function describeSameEnds(title: string, cases: readonly EndCase[], beside = USUAL): void {
  describe(title, () => {
    let project: Project;
    let measuring: () => Measuring;

    before(async () => {
      project = makeProject({ 'package.json': '{}', 'src/none.js': '', ...beside.files });
      // The signal that dumps the profile would else be no end.
      measuring = await prepareMeasuring(project, { COVER_SIGNAL: 'off', ...beside.env });
    });

    afterEach(killLeftPrograms);
    after(() => project.remove());

    for (const [index, ended] of cases.entries()) {
      it(ended[0], () =>
        assertSameEnd(project, measuring(), `src/case-${index}.js`, withFirst(ended, beside)),
      );
    }
  });
}

function withFirst([what, source, ...rest]: EndCase, { first }: Beside): EndCase {
  return [what, `${first}${source}`, ...rest];
}

/** Runs a program of the project both ways, at once, and compares how they ended and what they printed. */
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
 * The outcome less calls of Node and of our hooks, of which each makes room for fewer of the others; less empty lines
 * and other names of methods, which Node prints in another way where it reads source maps.
 */
function withoutHooks(outcome: Outcome): Outcome {
  const OTHERS = /^ +at .*(preload\.cjs|node:).*\n| \[as \w+\]|^\n/gm;
  const clean = (text: string) => text.replace(OTHERS, '');
  return { ...outcome, stdout: clean(outcome.stdout), stderr: clean(outcome.stderr) };
}
