/** The project that all tests of a suite measure programs of. */
import { type Measuring, prepareMeasuring } from './measured-programs.js';
import { killLeftPrograms } from './program.js';
import { type Files, makeProject, type Project } from './project.js';

export interface MeasuredProject {
  readonly project: Project;
  /** Returns the environment of a measured process; each call has a profile directory of its own. */
  readonly measuring: () => Measuring;
}

/**
 * Registers hooks that make the project before the first test, kill the programs that are left after each test, and
 * remove the project after the last test.
 *
 * @param env settings of every measured program
 * @param receive gets the project before the first test
 */
export function useMeasuredProject(
  files: Files,
  env: Readonly<Record<string, string>>,
  receive: (made: MeasuredProject) => void,
): void {
  let project: Project | undefined;
  before(async () => {
    project = makeProject(files);
    receive({ project, measuring: await prepareMeasuring(project, env) });
  });
  afterEach(killLeftPrograms);
  after(() => project?.remove());
}
