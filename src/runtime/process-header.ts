/** The header by which the profiles of a process identify it. */
import { hostname } from 'node:os';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { RunContext } from '../settings/run-context.js';
import { ownRecordedArgv } from './recorded-arguments.js';

// The app's tests may replace the global class.
const NodeDate = Date;

/**
 * Creates the header of this process. Must be called at its start: the app may change `process.argv` and its
 * environment later, and remove its working directory.
 */
export function createProcessHeader(run: RunContext): ProcessHeader {
  const { id, label, commit, root } = run;
  const { pid, ppid, env, version } = process;
  const start = currentTime();
  const host = hostname();
  return {
    run: id,
    pid,
    ppid,
    argv: ownRecordedArgv(run),
    cwd: currentDirectory(),
    host,
    pod: env.KUBERNETES_SERVICE_HOST ? (env.POD_NAME ?? host) : null,
    node: version,
    commit,
    label,
    package: run.package,
    root,
    start,
    end: start,
  };
}

/** Returns the current time as `Date.toISOString` formats it. */
export function currentTime(): string {
  return new NodeDate().toISOString();
}

/** Returns the working directory, or an empty string if it was removed. */
export function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
