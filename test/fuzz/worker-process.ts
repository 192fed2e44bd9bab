/** Starts workers, and watches from outside for those that hang or crash. */
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedCase } from './fuzz-case.js';
import type { WorkerMessage, WorkerRequest } from './worker.js';

/** Processor time that one command may take, in milliseconds. A usual one takes a tenth of a second. */
const COMMAND_LIMIT = 30_000;

/** Milliseconds between two looks at the processor time. */
const CHECK_INTERVAL = 15_000;

/** Looks after which a command that uses no processor time hangs, too. The machine may be busy. */
const MAX_CHECKS = 40;

/** Memory of the JavaScript heap, in megabytes. Cases need much less; more would let a worker exhaust the machine. */
const HEAP_LIMIT = 1024;

/** How a case ended. */
export type CaseResult =
  | { readonly failed?: RecordedCase }
  /** The worker hung or crashed, and is gone. */
  | { readonly lost: string };

export interface Worker {
  /** Runs a case. A result `lost` ends the worker. */
  readonly run: (request: WorkerRequest) => Promise<CaseResult>;
  readonly close: () => void;
}

/** @param temporary directory for everything that the worker creates, which may remain when it is killed */
export async function startWorker(temporary: string): Promise<Worker> {
  const child = fork(join(import.meta.dirname, 'worker.ts'), {
    execArgv: ['--import', 'tsx', '--expose-gc', `--max-old-space-size=${HEAP_LIMIT}`],
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const stderr: string[] = [];
  child.stdout?.resume();
  child.stderr?.on('data', (chunk) => stderr.push(String(chunk)));
  const lost = await waitFor(child, stderr, (message) =>
    message.event === 'ready' ? { isReady: true } : undefined,
  );
  if ('lost' in lost) throw new Error(`The worker did not start: ${lost.lost}`);
  return {
    run(request) {
      const result = waitFor<CaseResult>(child, stderr, (message) => {
        if (message.event !== 'done') return undefined;
        return message.failed ? { failed: message.failed } : {};
      });
      child.send(request);
      return result;
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
  };
}

/** Waits for a message, the end of the worker, or the time limit of a command. */
function waitFor<Result>(
  child: ChildProcess,
  stderr: readonly string[],
  read: (message: WorkerMessage) => Result | undefined,
): Promise<Result | { readonly lost: string }> {
  return new Promise((resolve) => {
    let command = 'start';
    let timer = setTimeout(onTimeout, CHECK_INTERVAL);
    let start = processorTimeOf(child);
    let checks = 0;
    child.on('message', onMessage);
    child.on('exit', onExit);

    function finish(result: Result | { readonly lost: string }): void {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(result);
    }
    function onMessage(message: WorkerMessage): void {
      clearTimeout(timer);
      timer = setTimeout(onTimeout, CHECK_INTERVAL);
      start = processorTimeOf(child);
      checks = 0;
      if (message.event === 'command') command = message.name;
      const result = read(message);
      if (result !== undefined) finish(result);
    }
    function onExit(code: number | null, signal: string | null): void {
      finish({ lost: `${command}: the process ended (${code ?? signal}): ${stderr.join('').slice(-1500)}` });
    }
    function onTimeout(): void {
      const used = processorTimeOf(child) - start;
      if (used < COMMAND_LIMIT && ++checks < MAX_CHECKS) {
        timer = setTimeout(onTimeout, CHECK_INTERVAL);
        return;
      }
      child.kill('SIGKILL');
      finish({ lost: `${command}: no end after ${Math.round(used / 1000)} seconds of processor time` });
    }
  });
}

/** Returns the processor time of a process in milliseconds. Where there is no `/proc`, returns the time of day. */
function processorTimeOf({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * (1000 / TICKS_PER_SECOND);
  } catch {
    return Date.now();
  }
}

/** Linux has this value on all common processors. */
const TICKS_PER_SECOND = 100;
