/** `COVER_COMMIT`: the Git commit of the code, for images without Git or without the repository. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const COMMIT_VARIABLE = 'COVER_COMMIT';

/** Matches the hash of a commit, also an abbreviated one. Hashes of SHA-256 repositories have 64 digits. */
const COMMIT_PATTERN = /^[0-9a-f]{7,64}$/i;

/** Returns the commit in lower case; `null` if it is not set. @throws SettingError for a value that is no hash */
export function commitOf(environment: Environment): string | null {
  const given = readVariable(environment, COMMIT_VARIABLE);
  if (given === undefined) return null;
  if (COMMIT_PATTERN.test(given)) return given.toLowerCase();
  throw new SettingError({
    name: COMMIT_VARIABLE,
    given,
    accepted: 'the hash of a Git commit, 7 to 64 hexadecimal digits',
    example: '$(git rev-parse HEAD)',
  });
}
