/** Describes the processes of runs that have loaded no measured file. The run log describes them, because they have no agent
 * unless `covermain/auto` has started one. */
import { createRequire } from 'node:module';
import { findUnmeasuredProcesses, type UnmeasuredProcess } from '../agent/peers/announced-runs.js';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { listProjectRoots } from '../project/package.js';
import { adviseExclusion, describeExclusion, findExclusions } from '../report/exclusions.js';

const OWN_PACKAGE = 'covermain/package.json';

export interface UnmeasuredOptions {
  /** Any directory of the project. */
  readonly cwd: string;
  readonly run?: string;
  readonly pid?: number;
}

/** Returns the unmeasured processes that the options select. */
export function listUnmeasured({ cwd, run, pid }: UnmeasuredOptions): readonly UnmeasuredProcess[] {
  const roots = listProjectRoots(cwd);
  return roots
    .flatMap((root) => findUnmeasuredProcesses(root, run))
    .filter(({ start }) => pid === undefined || start.pid === pid);
}

/** Returns sentences: why no file of a process is measured, and what to set. */
export function explainUnmeasured({ facts, events }: UnmeasuredProcess): string {
  const { selection, root } = facts;
  const [exclusion] = findExclusions(selection, events);
  if (!exclusion) return 'It has loaded no file that could be measured.';
  return `${describeExclusion(exclusion, selection, root)} ${adviseExclusion(exclusion)}`;
}

/** Returns the status of a process as its agent would. */
export function statusOfUnmeasured(unmeasured: UnmeasuredProcess): ProcessStatus {
  const { run, facts, start } = unmeasured;
  const { label, commit, directory } = facts;
  const { version } = createRequire(import.meta.url)(OWN_PACKAGE) as { readonly version: string };
  return {
    run,
    label,
    pid: start.pid,
    ppid: start.ppid ?? 0,
    argv: start.argv ?? [start.command],
    cwd: start.cwd ?? '',
    package: facts.package,
    version,
    node: start.node ?? '',
    commit,
    start: start.at,
    uptime: Date.now() - Date.parse(start.at),
    threads: null,
    directory,
    counts: { files: 0, counters: 0, hit: 0, total: 0 },
    lastFlush: null,
    epoch: { number: 1, start: start.at },
    sessions: [],
    http: null,
    warnings: [`No file of this process is measured. ${explainUnmeasured(unmeasured)}`],
  };
}
