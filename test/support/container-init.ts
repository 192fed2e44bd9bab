/** Runs programs as the first process of a PID namespace, as a container does. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Program, start } from './program.js';
import type { Project } from './project.js';

/** The mount namespace keeps the new /proc from this machine. */
const UNSHARE = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Why such programs cannot run here; `undefined` if they can. */
export const INIT_UNAVAILABLE =
  spawnSync('unshare', [...UNSHARE, 'true']).status === 0
    ? undefined
    : 'unshare (util-linux) cannot create namespaces here';

/** Makes every file system read-only before it starts a command. */
const READ_ONLY = `
  mount --make-rprivate /
  awk '{ print $5 }' /proc/self/mountinfo | sort -r | while read -r point; do
    case $point in /proc*) ;; *) mount -o remount,bind,ro "$point" 2>/dev/null ;; esac
  done
  exec "$@"`;

export interface InitProgram extends Program {
  /** Returns the pid of the program outside of its namespace. */
  readonly outerPid: () => number;
}

/** Starts Node as process 1. @param isReadOnly whether it cannot write to any file system */
export function startAsInit(
  project: Project,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { isReadOnly = false }: { readonly isReadOnly?: boolean } = {},
): InitProgram {
  const node = [process.execPath, ...args];
  const command = isReadOnly ? ['sh', '-c', READ_ONLY, 'sh', ...node] : node;
  const program = start(project, 'unshare', [...UNSHARE, ...command], { env });
  const outerPid = () => {
    const children = readFileSync(`/proc/${program.pid}/task/${program.pid}/children`, 'utf8');
    return Number(children.trim().split(' ')[0]);
  };
  return { ...program, outerPid };
}
