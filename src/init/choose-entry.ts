/** Chooses the module that a test main starts. */
import { CovermainError } from '../platform/errors.js';
import { type DetectedApp, describeApp } from './detect/detected-app.js';
import type { EntryCandidate } from './detect/entry-candidates.js';
import { hasHarness, type InitProject } from './open-project.js';

/**
 * Returns the apps of a project's candidates, without modules that start nothing, such as libraries and plug-ins.
 *
 * @throws CovermainError `ENTRY_NOT_FOUND` if no candidate can be read
 */
export function listApps(project: InitProject): readonly DetectedApp[] {
  const { apps, failures } = readApps(project, project.candidates);
  if (apps.length === 0 && failures[0]) throw failures[0];
  return apps.filter(startsSomething);
}

/** Whether a project has harness files, or a module that starts something. @param candidates @default those of the project */
export function hasApp(project: InitProject, candidates = project.candidates): boolean {
  return hasHarness(project) || readApps(project, candidates).apps.some(startsSomething);
}

function startsSomething({ start }: DetectedApp): boolean {
  return start !== 'nothing';
}

interface ReadApps {
  readonly apps: readonly DetectedApp[];
  /** Errors of the candidates that cannot be read or parsed. */
  readonly failures: readonly CovermainError[];
}

function readApps(project: InitProject, candidates: readonly EntryCandidate[]): ReadApps {
  const failures: CovermainError[] = [];
  const apps = candidates.flatMap((candidate) => {
    try {
      return [describeApp(project, candidate)];
    } catch (error) {
      if (!(error instanceof CovermainError)) throw error;
      failures.push(error);
      return [];
    }
  });
  return { apps, failures };
}
