/** Finds the directory of covermain's cache. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from '../settings/environment.js';

/**
 * Returns the directory of covermain's cache: in the project's `node_modules/.cache`, or in the user's cache directory. Ignores
 * a relative `XDG_CACHE_HOME`, as <https://specifications.freedesktop.org/basedir-spec/latest/> demands.
 *
 * @param root absolute path of the project
 * @returns an absolute path; `null` for a user without a home
 */
export function findProjectCache(root: string, environment: Environment): string | null {
  const modules = join(root, 'node_modules');
  if (existsSync(modules)) return join(modules, '.cache', 'covermain');
  const { XDG_CACHE_HOME: given = '' } = environment;
  const userCache = isAbsolute(given) ? given : findUserCache();
  return userCache && join(userCache, 'covermain');
}

function findUserCache(): string | null {
  try {
    const home = homedir();
    // An empty or relative HOME would lead into the directory of the program.
    return isAbsolute(home) ? join(home, '.cache') : null;
  } catch {
    return null; // HOME is not set, and the system does not know the user, as in some containers
  }
}
