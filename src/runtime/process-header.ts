/** Which process it is, as its profiles tell. */
import { hostname } from 'node:os';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { RunContext } from '../settings/run-context.js';

// An app may put another in its place, for its tests.
const NodesDate = Date;

/** Of the process that begins now: an app may change what it is told of itself later, and remove its folder. */
export function createProcessHeader({ id, label, commit }: RunContext): ProcessHeader {
  const { pid, ppid, argv, env, version } = process;
  const start = currentTime();
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
    start,
    end: start,
  };
}

/** As `Date.toISOString` has it. */
export function currentTime(): string {
  return new NodesDate().toISOString();
}

/** Empty where the directory has been removed. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}
