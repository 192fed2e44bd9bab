/** Real programs, in a process group or a terminal of their own, watched by what they print. */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Project } from './project.js';

export interface Program {
  readonly pid: number;
  /** Everything printed so far, on stdout and stderr, without colours. */
  readonly output: () => string;
  /** What was printed so far on either, as it was printed. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves once what is printed matches; rejects if the program ends before. */
  readonly printed: (pattern: RegExp) => Promise<RegExpMatchArray>;
  /** As a shell gives it: 128 + n for death by signal n. */
  readonly exitCode: Promise<number>;
  /** Exit code, or the signal that killed the program. */
  readonly ended: Promise<End>;
  /** Sends a signal to every process of the group, as a terminal does. */
  readonly signalGroup: (signal: NodeJS.Signals) => void;
  /** Types into the terminal. */
  readonly type: (text: string) => void;
  readonly endInput: () => void;
}

export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
}

export const CTRL_C = '\u0003';

/** `covermain …` in a process group of its own, without a terminal. */
export function startCovermain(
  project: Project,
  args: readonly string[],
  options: ProgramOptions = {},
): Program {
  return start(project, join(project.root, 'node_modules/.bin/covermain'), args, options);
}

/**
 * A command line in a pseudo-terminal, made by util-linux's `script`; its exit code is the command's. The shell
 * between them is replaced: a shell that waits gets the terminal's Ctrl+C too, and dash then ends by it.
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

/** Any command in a process group of its own. */
export function start(
  project: Project,
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Program {
  const child = spawn(command, args, {
    cwd: project.root,
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
    ended,
    exitCode,
    signalGroup: (signal) => process.kill(-pid, signal),
    type: (text) => child.stdin.write(text),
    endInput: () => child.stdin.end(),
  };
}

const started = new Set<number>();

/** Kills what tests that failed have left running. */
export function killLeftPrograms(): void {
  for (const pid of started) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** Without the settings of the run that these tests are part of. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const own = /^(COVER|NYC_|NODE_OPTIONS$|NODE_PRELOAD|MANUAL_INTEGRATION$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

interface Output extends Pick<Program, 'output' | 'stdout' | 'stderr'> {
  readonly printed: (pattern: RegExp, ended: Promise<number>) => Promise<RegExpMatchArray>;
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
  return {
    output: () => stripVTControlCharacters(text),
    stdout: () => texts.stdout,
    stderr: () => texts.stderr,
    printed(pattern, ended) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const match = stripVTControlCharacters(text).match(pattern);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then((code) => {
          reject(new Error(`ended with ${code} before it printed ${pattern}:\n${text}`));
        });
      });
    },
  };
}
