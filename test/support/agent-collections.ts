/** Runs `covermain collect agent` in a project with measured services. */
import assert from 'node:assert/strict';
import { profileIn } from './measured-programs.js';
import { SERVICE, SERVICE_FILES } from './measured-services.js';
import { killLeftPrograms, type Program, startCovermain } from './program.js';
import { makeBareProject, type Project } from './project.js';

export interface AgentCollections {
  /** Starts `covermain collect agent`. */
  readonly collect: (...args: readonly string[]) => Program;
  /** Runs it, and asserts its exit code. */
  readonly collected: (code: number, ...args: readonly string[]) => Promise<Program>;
  /** Returns the hits of the service's function in a profile directory of the project. */
  readonly hitsIn: (directory: string) => number | undefined;
}

/** Makes a project before each test of a suite, and removes it after. @param onProject receives each project */
export function useAgentCollections(onProject: (project: Project) => void): AgentCollections {
  let project: Project;

  beforeEach(() => {
    project = makeBareProject(SERVICE_FILES);
    onProject(project);
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const collect = (...args: readonly string[]) => startCovermain(project, ['collect', 'agent', ...args]);
  return {
    collect,
    async collected(code, ...args) {
      const program = collect(...args);
      assert.equal(await program.exitCode, code, program.output());
      return program;
    },
    hitsIn: (directory) => profileIn(project, directory).functions(SERVICE).hit,
  };
}
