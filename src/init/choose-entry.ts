/** Chooses the module that a test main starts. */
import { CovermainError } from '../platform/errors.js';
import type { EntryCandidate } from './detect/entry-candidates.js';
import { type DetectedApp, describeApp } from './detect/project.js';
import type { InitProject } from './open-project.js';

/**
 * Returns the apps of a project's candidates, those that start something first.
 *
 * @throws CovermainError `ENTRY_NOT_FOUND` if no candidate can be read
 */
export function listApps(
  project: InitProject,
  candidates: readonly EntryCandidate[],
): readonly DetectedApp[] {
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
  if (apps.length === 0 && failures[0]) throw failures[0];
  const starting = apps.filter(({ start }) => start !== 'nothing');
  return [...starting, ...apps.filter(({ start }) => start === 'nothing')];
}
