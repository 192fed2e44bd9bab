/** The profile of this process: what it has counted, and which process it is. */
import { hostname } from 'node:os';
import type { CountersProfile, FileCounters } from '../profile/counters-profile.js';

export interface ProfileOptions {
  /** The run's id. */
  readonly run: string;
  readonly label: string | null;
  readonly commit: string | null;
}

/** @param start when the process began to count */
export function describeProcess(
  { run, label, commit }: ProfileOptions,
  start: Date,
  files: readonly FileCounters[],
): CountersProfile {
  const { pid, ppid, argv, env, version } = process;
  const host = hostname();
  return {
    run,
    pid,
    ppid,
    argv: [...argv],
    cwd: currentDirectory(),
    host,
    pod: env.KUBERNETES_SERVICE_HOST ? (env.POD_NAME ?? host) : null,
    node: version,
    commit,
    label,
    start: start.toISOString(),
    end: new Date().toISOString(),
    files,
  };
}

/** Empty where the directory has been removed. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
