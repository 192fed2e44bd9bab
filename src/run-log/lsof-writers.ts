/** Asks `lsof` which processes write a file. macOS and the BSDs have no `/proc` that lists open files. */
import { execFileSync } from 'node:child_process';

let isInstalled: boolean | undefined;

/** Whether `lsof` is installed. */
export function hasLsof(): boolean {
  isInstalled ??= listWritersByLsof(process.execPath) !== undefined;
  return isInstalled;
}

/** Returns the pids of the processes that have a file open for writing; `undefined` without `lsof`. */
export function listWritersByLsof(path: string): ReadonlySet<number> | undefined {
  try {
    const output = execFileSync('lsof', ['-w', '-F', 'pa', '--', path], { encoding: 'utf8', stdio: 'pipe' });
    return parseWriters(output);
  } catch (error) {
    // It exits with 1 if no process has the file open.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : new Set();
  }
}

/** Parses lines such as `p123` (process), `f21` (descriptor) and `aw` (access: `r`, `w` or `u`). */
function parseWriters(output: string): ReadonlySet<number> {
  const writers = new Set<number>();
  let pid = 0;
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    if (/^a[wu]/.test(line)) writers.add(pid);
  }
  return writers;
}
