/** Starts programs in their own process group or terminal, and waits for their output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Project } from './project.js';

export interface Program {
  readonly pid: number;
  /** Everything printed so far, on stdout and stderr, without colours. */
  readonly output: () => string;
  /** Everything printed so far on one stream, with colours. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once the output matches. Rejects if the program ends first. */
  readonly printed: (pattern: RegExp) => Promise<RegExpMatchArray>;
  /** Resolves once `isReached` returns true; it is called after each output. Rejects if the program ends first. */
  readonly until: (isReached: () => boolean) => Promise<void>;
  /** Resolves with the exit code as in a shell: 128 + n if signal n killed the program. */
  readonly exitCode: Promise<number>;
  /** Resolves with the exit code or, if a signal killed the program, the signal. */
  readonly ended: Promise<End>;
  /** Sends a signal to every process of the program's group, as a terminal does. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
  /** Writes text to the program's stdin or terminal. */
  readonly type: (text: string) => void;
  readonly endInput: () => void;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Absolute path of the working directory. @default the root of the project */
  readonly cwd?: string;
}

export const CTRL_C = '\u0003';

/** Starts `covermain` in its own process group, without a terminal. */
export function startCovermain(
  project: Project,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  return start(project, join(project.root, 'node_modules/.bin/covermain'), args, options);
}

/**
 * Starts a command line in a pseudo-terminal of util-linux's `script`, which exits with the command's exit code.
 * The command replaces the shell of `script`, because a waiting shell also gets the terminal's Ctrl+C, which ends dash.
 */
export function startInTerminal(
  project: Project,
  commandLine: string,
  options: ProgramOptions = {},
): Program {
  const path = `${join(project.root, 'node_modules/.bin')}:${process.env.PATH}`;
  const env = { ...options.env, PATH: path, SHELL: '/bin/sh' };
  return start(project, 'script', ['-qfec', `exec ${commandLine}`, '/dev/null'], { env });
}

/** Starts any command in its own process group. */
export function start(
  project: Project,
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Program {
  const child = spawn(command, args, {
    cwd: options.cwd ?? project.root,
    env: { ...cleanEnvironment(), ...options.env },
    detached: true,
    stdio: 'pipe',
  });
  const output = collect(child);
  const ended = new Promise<End>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const exitCode = ended.then(({ code, signal }) => code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
  const pid = child.pid ?? 0;
  started.add(pid);
  void exitCode.finally(() => started.delete(pid));
  return {
    pid,
    ...output,
    printed: (pattern) => output.printed(pattern, exitCode),
    until: (isReached) => output.until(isReached, exitCode),
    ended,
    exitCode,
    signalGroup: (signal) => process.kill(-pid, signal),
    type: (text) => child.stdin.write(text),
    endInput: () => child.stdin.end(),
  };
}

const started = new Set<number>();

/** Kills all programs that failed tests have left running. */
export function killLeftPrograms(): void {
  for (const pid of started) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Returns the environment without settings of covermain, nyc, Node and CI systems, which the tests may run under. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(COVER|NYC_|NODE_OPTIONS$|NODE_PRELOAD|MANUAL_INTEGRATION$|CI$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

interface Output extends Pick<Program, 'output' | 'stdout' | 'stderr'> {
  readonly printed: (pattern: RegExp, ended: Promise<number>) => Promise<RegExpMatchArray>;
  readonly until: (isReached: () => boolean, ended: Promise<number>) => Promise<void>;
}

function collect(child: ChildProcess): Output {
  let text = '';
  const texts = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      texts[stream] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const output = () => stripVTControlCharacters(text);
  /** Resolves with the first result of `find` that is not null. */
  const found = <Result>(find: () => Result | null, goal: string, ended: Promise<number>) =>
    new Promise<Result>((resolve, reject) => {
      const look = () => {
        const result = find();
        if (result === null) return;
        listeners.delete(look);
        resolve(result);
      };
      listeners.add(look);
      look();
      void ended.then((code) => {
        reject(new Error(`ended with ${code} before ${goal}:\n${text}`));
      });
    });
  return {
    output,
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    printed: (pattern, ended) => found(() => output().match(pattern), `it printed ${pattern}`, ended),
    async until(isReached, ended) {
      await found(() => isReached() || null, 'its output was as expected', ended);
    },
  };
}
