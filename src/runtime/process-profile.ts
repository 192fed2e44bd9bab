/** Which process it is, as its profiles tell. */
import { hostname } from 'node:os';
import type { ProcessHeader } from '../profile/counters-profile.js';
import type { RunContext } from '../run-context.js';

/** @param start when the process began to count; the end is now */
export function describeProcess({ id, label, commit }: RunContext, start: Date): ProcessHeader {
  const { pid, ppid, argv, env, version } = process;
  const host = hostname();
  return {
    run: id,
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
