/** Reads one input as plain data: its coverage, processes and sessions. */
import { resolve } from 'node:path';
import { findInput } from '../collect/inputs/input.js';
import { readCoverage } from '../collect/read-coverage.js';
import { findSessions } from '../collect/sessions.js';
import { passAbortPoint } from '../platform/abort-point.js';
import { CovermainError } from '../platform/errors.js';
import { quoteValue } from '../platform/escape-terminal.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import { summarizeCoverage } from '../report/summary.js';
import type { ReadProfileOptions } from './options.js';
import type { Profile } from './profile-document.js';
import { completeOptions, resolveRoots } from './reading-options.js';

/**
 * Reads a profile directory, an archive, or data of another tool. Files are not selected: the result has all that were
 * measured.
 *
 * @param input path relative to `cwd`
 * @throws CovermainError as `readCoverage`
 */
export async function readProfileAt(input: string, given: ReadProfileOptions): Promise<Profile> {
  if (typeof input !== 'string' || input === '')
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid path ${quoteValue(input)}: expected that of a profile.`,
    );
  const { warnings, ...completed } = completeOptions({ ...given, inputs: [input] });
  const path = resolve(completed.cwd, input);
  const processes: ProcessHeader[] = [];
  const { map, root, header } = await readCoverage({
    ...resolveRoots(completed),
    onProfile: (process) => processes.push(process),
  });
  await passAbortPoint(completed.signal);
  return {
    path,
    kind: findInput(path).kind,
    root,
    package: header?.package ?? null,
    processes: processes.sort(compareByStart),
    ...summarizeCoverage(map, root),
    coverage: map,
    sessions: [...findSessions([path])].flatMap(([name, paths]) => paths.map((path) => ({ name, path }))),
    warnings,
  };
}

function compareByStart(one: ProcessHeader, other: ProcessHeader): number {
  if (one.start !== other.start) return one.start < other.start ? -1 : 1;
  return one.pid - other.pid;
}
