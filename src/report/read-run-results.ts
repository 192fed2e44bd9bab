/** Reads the results of a run with the code that its engine needs. */
import { readdirSync } from 'node:fs';
import { COUNTERS_PREFIX, META_PREFIX } from '../profile/format/constants.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';
import { NO_RESULTS, type RunResults } from './run-results.js';

/**
 * Reads the results. The code that does it is loaded only if there are any.
 *
 * @param isSummed whether the coverage is needed; without it, adding up counts takes longer than all the rest
 */
export async function readRunResults(run: RunContext, isSummed: boolean): Promise<RunResults> {
  if (!capabilitiesOf(run.engine).writesProfiles) {
    const { readNycResults } = await import('./nyc-results.js');
    return readNycResults(run);
  }
  if (!readdirSync(run.directory).some(isProfileFile)) return NO_RESULTS;
  const { listProfiles, sumProfiles } = await import('./profile-results.js');
  return isSummed ? sumProfiles(run) : listProfiles(run);
}

function isProfileFile(name: string): boolean {
  return name.startsWith(COUNTERS_PREFIX) || name.startsWith(META_PREFIX);
}
