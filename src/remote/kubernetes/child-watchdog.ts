/**
 * Ends process groups if this process is killed, which runs no code of it any more. A shell reads a pipe from this process, whose end the
 * system closes in any case.
 */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/** Reads `+ GROUP` and `- GROUP` until the end of the pipe, and then kills the groups that are left. */
const SCRIPT = `
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group"; done
`;

let pipe: Writable | undefined;

/** Makes the system kill a process group when this process ends in any way. Windows has none. @param group pid of its leader */
export function watchGroup(group: number): void {
  if (process.platform === 'win32') return;
  pipe ??= startWatchdog();
  pipe.write(`+ ${group}\n`);
}

/** Ends the watch, because the group has ended: another one can get its number. */
export function unwatchGroup(group: number): void {
  pipe?.write(`- ${group}\n`);
}

function startWatchdog(): Writable {
  const child = spawn('/bin/sh', ['-c', SCRIPT], {
    // A group of its own: what kills the group of this process must not kill it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    env: {},
  });
  child.unref();
  // Without a shell, kubectl survives a kill as any child does.
  child.on('error', () => {});
  const { stdin } = child;
  stdin.on('error', () => {});
  // Its type does not have the method of the socket that it is.
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return stdin;
}
