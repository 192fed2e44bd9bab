/** Warns once per run about directories that are not used, because other users can change them. */
import { findSharedSocketDirectories } from '../agent/peers/private-directory.js';
import { findSharedCache } from '../platform/cache-directory.js';
import type { RunContext } from '../settings/run-context.js';

/**
 * Logs a warning for the cache and for each directory of sockets that other users can change.
 *
 * @returns the context without such a cache. Its processes would find out the same, and warn again.
 */
export function withoutSharedCache(run: RunContext, logLine: (line: string) => void): RunContext {
  const sharedCache = run.cache === null ? undefined : findSharedCache(run.cache);
  if (sharedCache !== undefined) logLine(sharedCache);
  for (const line of findSharedSocketDirectories(run.root)) logLine(line);
  return sharedCache === undefined ? run : { ...run, cache: null };
}
