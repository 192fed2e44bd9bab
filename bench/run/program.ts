/** Starts and times measured programs, and sends them requests as lines on stdin. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launch } from '../variants.js';

/** Report that a measured program prints about itself, on a line that starts with `@bench `. */
export interface Report {
  readonly values: Readonly<Record<string, number>>;
  readonly check: string;
}

export interface Program {
  /** Returns the next report of the program, and the milliseconds from its start to the report. */
  readonly report: () => Promise<{ readonly report: Report; readonly time: number }>;
  readonly send: (line: string) => void;
  /** Kills the program. Resolves when it has ended. */
  readonly kill: () => Promise<void>;
  /** Returns all output so far. */
  readonly output: () => string;
  /** Milliseconds from start to exit; rejects unless the exit code is 0. */
  readonly exit: Promise<number>;
}

/** Milliseconds after which a program counts as hung. */
const MAX_RUN_TIME = 15 * 60_000;

/** Milliseconds that programs may take to end after a signal. */
const MAX_END_TIME = 10_000;

const running = new Set<ChildProcess>();
let isEnding = false;

export function startProgram({ command, args, cwd, env }: Launch): Program {
  if (isEnding) throw new Error('The benchmark was interrupted.');
  const start = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: 'pipe', timeout: MAX_RUN_TIME });
  running.add(child);
  const output = { text: '' };
  const reports = createQueue<{ report: Report; time: number }>();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const time = performance.now() - start;
    output.text += chunk;
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((text) => text.startsWith('@bench '))) {
      reports.put({ report: JSON.parse(line.slice('@bench '.length)) as Report, time });
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.text += chunk;
  });
  const exit = exitOf(child, output, start);
  exit.then(
    () => reports.fail(new Error(`The program ended without a report:\n${output.text.slice(-2000)}`)),
    (error: unknown) => reports.fail(error),
  );
  return {
    report: reports.take,
    output: () => output.text,
    send: (line) => child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await exit.catch(() => undefined); // it ends by a signal
    },
    exit,
  };
}

/** Runs a program that reports once and ends. */
export async function runProgram(launch: Launch) {
  const program = startProgram(launch);
  const { report, time } = await program.report();
  return { report, ready: time, exit: await program.exit, output: program.output() };
}

/** Ends all running programs and waits for them, because they write files when they end. Prevents further starts. */
export async function endPrograms(): Promise<void> {
  isEnding = true;
  const ended = [...running].map((child) => {
    child.kill();
    return once(child, 'close');
  });
  await Promise.race([Promise.all(ended), delay(MAX_END_TIME)]);
  // A measured program whose event loop is blocked does not end on a signal that it can handle.
  for (const child of running) child.kill('SIGKILL');
}

async function exitOf(child: ChildProcess, output: { text: string }, start: number): Promise<number> {
  let time = Number.NaN;
  child.once('exit', () => {
    time = performance.now() - start;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? signal));
  }).finally(() => running.delete(child));
  if (code !== 0) throw new Error(`The program ended with ${code}:\n${output.text.slice(-2000)}`);
  return time;
}

interface Queue<Item> {
  readonly put: (item: Item) => void;
  readonly fail: (error: unknown) => void;
  /** Supports one waiting call at a time. */
  readonly take: () => Promise<Item>;
}

function createQueue<Item>(): Queue<Item> {
  const items: Promise<Item>[] = [];
  let waiting: ((item: Promise<Item>) => void) | undefined;
  const add = (item: Promise<Item>) => {
    item.catch(() => undefined); // the call that takes it handles the error
    if (waiting) waiting(item);
    else items.push(item);
    waiting = undefined;
  };
  return {
    put: (item) => add(Promise.resolve(item)),
    fail: (error) => add(Promise.reject(error)),
    take: () =>
      new Promise((resolve) => {
        const item = items.shift();
        if (item) resolve(item);
        else waiting = resolve;
      }),
  };
}
