/** Warns if ESLint cannot lint the harness file. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTextFile } from '../../platform/read-text-file.js';
import { HARNESS_DIRECTORY } from '../../project/nyc-config.js';
import type { ProjectTsconfig } from '../detect/tsconfigs.js';

const CONFIGURATION = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:c?js|json|ya?ml))?)$/;

/** Matches the options by which typescript-eslint reads types. With them it refuses files that no tsconfig includes. */
const READS_TYPES = /\bprojectService\b|\bparserOptions\b[\s\S]*?\bproject\b/;

/**
 * Returns a sentence if ESLint reads types by a tsconfig that does not include the harness file.
 *
 * @see https://typescript-eslint.io/troubleshooting/typed-linting
 * @param harness absolute path of the harness file
 */
export function findLintNotes(
  root: string,
  harness: string,
  tsconfigs: readonly ProjectTsconfig[],
): readonly string[] {
  if (tsconfigs.length === 0 || tsconfigs.some(({ includes }) => includes(harness))) return [];
  const found = readdirSync(root).find((name) => CONFIGURATION.test(name) && readsTypes(join(root, name)));
  if (found === undefined) return [];
  return [
    `${basename(found)} lets ESLint read types, and no tsconfig includes ${HARNESS_DIRECTORY}/. ` +
      `Add "${HARNESS_DIRECTORY}/" to the files that ESLint ignores, or it reports an error there.`,
  ];
}

function readsTypes(path: string): boolean {
  try {
    return READS_TYPES.test(readTextFile(path));
  } catch {
    return false; // ESLint reports the error
  }
}
