/**
 * Loads the bundles of the command line, which the build makes. Those of `covermain run` are compiled from V8's code cache:
 * compiling them would take longer than everything that the command does before it starts its program.
 *
 * The executable loads this module first, so it imports little.
 */
import { sep } from 'node:path';
import { loadFromCode } from '../hooks/bundle-code.js';
import modules from '../platform/import-module.cjs';
import { findProjectRoot } from '../project/find-root.js';
import { findProjectCache } from '../project/project-cache.js';
import descriptors from '../run/inherited-descriptors.cjs';
import { CACHE_VARIABLE } from '../settings/cache.js';

/** The repository's own CommonJS modules. The other bundles have them from here: one has state, and in them `import()` fails. */
const commonJsModules: typeof descriptors & typeof modules = { ...descriptors, ...modules };
export default commonJsModules;

let foundCache: string | null | undefined;

/**
 * Returns the exports of a bundle.
 *
 * @param name file name, in the directory of this module
 * @throws the errors of the bundle
 */
export function loadBundle(name: string): unknown {
  const file = `${__dirname}${sep}${name}`;
  // A `require` of it would look for the file and for a package.json first.
  const loaded = require.cache[file];
  if (loaded) return loaded.exports;
  if (foundCache === undefined) foundCache = findCache();
  if (foundCache !== null && loadFromCode(file, module, foundCache)) return require.cache[file]?.exports;
  return require(file);
}

/** Returns the absolute path of the cache that the bundles are compiled from; `null` if they are not. */
function findCache(): string | null {
  const { argv, env, cwd } = process;
  // The code has the functions that ran, and other commands run others. Hooks of a run must see what Node compiles.
  if (argv[2] !== 'run' || env[CACHE_VARIABLE] === 'off' || env.COVERMAIN_RUN !== undefined) return null;
  try {
    return findProjectCache(findProjectRoot(cwd()), env);
  } catch {
    return null; // the working directory was removed, which the command reports
  }
}
