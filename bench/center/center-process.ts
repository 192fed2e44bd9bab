/** A center as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { inRepository } from '../project.js';
import { cleanEnvironment } from '../variants.js';

export interface CenterProcess {
  readonly port: number;
  /** Returns the milliseconds of CPU time that it has used, all threads. */
  readonly usedCpu: () => number;
  /** Returns the megabytes of memory that it has, and the most that it had. */
  readonly memory: () => { readonly rss: number; readonly peak: number };
  /** Ends it. @returns everything it has printed */
  readonly end: () => Promise<string>;
}

/** Clock ticks of `/proc` in a second: `getconf CLK_TCK` of every common Linux. */
const TICKS = 100;

/** Starts a center. Needs `/proc`. @param directory absolute path */
export async function startCenterProcess(node: string, directory: string): Promise<CenterProcess> {
  const args = [inRepository('bin/covermain.js'), 'receive', '--port', '0', '--dir', directory];
  const child = spawn(node, args, { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const ended = once(child, 'close');
  while (!printed.includes('\n')) await Promise.race([once(child.stdout, 'data'), ended]);
  const [, port] = /listening on http:\/\/127\.0\.0\.1:(\d+),/.exec(printed) ?? [];
  if (port === undefined) throw new Error(`the center did not start: ${printed}`);
  const status = (name: string) =>
    Number(
      new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1],
    ) / 1024;
  return {
    port: Number(port),
    usedCpu() {
      // The name of the program, in parentheses, may contain spaces.
      const [, rest = ''] = /\) (.*)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'utf8')) ?? [];
      const fields = rest.split(' ');
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
    },
    memory: () => ({ rss: status('VmRSS'), peak: status('VmHWM') }),
    async end() {
      child.kill('SIGTERM');
      await ended;
      return printed;
    },
  };
}
