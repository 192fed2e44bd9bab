/** Measured programs: started, timed, and asked by lines on their stdin. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launch } from '../variants.js';

/** What a measured program prints about itself, behind `@bench ` on a line of its own. */
export interface Report {
  readonly values: Readonly<Record<string, number>>;
  readonly isCounting: boolean;
  readonly check: string;
}

export interface Program {
  /** The program's next report, and how long after its start it came, in milliseconds. */
  readonly report: () => Promise<{ readonly report: Report; readonly time: number }>;
  readonly send: (line: string) => void;
  /** At once, whatever it does. Resolves once it has ended. */
  readonly kill: () => Promise<void>;
  /** All that it has printed. */
  readonly output: () => string;
  /** Milliseconds from start to exit; rejects unless the exit code is 0. */
  readonly exit: Promise<number>;
}

/** Milliseconds after which a program is taken for hung. */
const LONGEST = 15 * 60_000;

/** Milliseconds in which programs have to end when they are told to. */
const LONGEST_END = 10_000;

const running = new Set<ChildProcess>();
let isEnding = false;

export function startProgram({ command, args, cwd, env }: Launch): Program {
  if (isEnding) throw new Error('the benchmark was ended');
  const start = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: 'pipe', timeout: LONGEST });
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
    () => reports.fail(new Error(`it ended without a report:\n${output.text.slice(-2000)}`)),
    (error: unknown) => reports.fail(error),
  );
  return {
    report: reports.take,
    output: () => output.text,
    send: (line) => child.stdin.write(`${line}\n`),
    async kill() {
      child.kill('SIGKILL');
      await exit.catch(() => undefined); // it did not end by itself, of course
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

/** Ends what still runs, and waits for it: programs write as they end. None is started from then on. */
export async function endPrograms(): Promise<void> {
  isEnding = true;
  const ended = [...running].map((child) => {
    child.kill();
    return once(child, 'close');
  });
  await Promise.race([Promise.all(ended), delay(LONGEST_END)]);
  // A measured program whose event loop is blocked does not end by a signal that it could handle.
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
  if (code !== 0) throw new Error(`it ended with ${code}:\n${output.text.slice(-2000)}`);
  return time;
}

interface Queue<Item> {
  readonly put: (item: Item) => void;
  readonly fail: (error: unknown) => void;
  /** For one taker at a time. */
  readonly take: () => Promise<Item>;
}

function createQueue<Item>(): Queue<Item> {
  const items: Promise<Item>[] = [];
  let waiting: ((item: Promise<Item>) => void) | undefined;
  const add = (item: Promise<Item>) => {
    item.catch(() => undefined); // whoever takes it is told
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
