/** Runs the user's own kubectl, which brings their contexts, credentials and proxies. No shell interprets its arguments. */
import type { ChildProcess } from 'node:child_process';
import spawn from 'cross-spawn';
import { createChunkBuffer } from '../../platform/chunk-buffer.js';
import { CovermainError } from '../../platform/errors.js';
import { endWithParent } from './child-groups.js';
import { toKubectlError } from './kubectl-errors.js';

/** The kubectl of a collection, and the options that all its commands get. */
export interface Kubectl {
  /** Name on the PATH, or path. */
  readonly program: string;
  /** Context of the user's kubeconfig, or `null` for the current one. */
  readonly context: string | null;
  readonly environment: NodeJS.ProcessEnv;
}

/** What a kubectl command acts on, for messages and for its options. */
export interface KubectlCommand {
  /** Namespace, or `null` for that of the context. */
  readonly namespace: string | null;
  readonly args: readonly string[];
}

/** A kubectl that was started. */
export interface KubectlProcess {
  readonly child: ChildProcess;
  /** What it has printed to stderr: the last part, if it is long. */
  stderr(): string;
  /** Resolves with its exit code when it has ended and all its output has been read; `null` after a signal. */
  readonly ended: Promise<number | null>;
  /** Ends it together with its children, and resolves when it has ended. */
  end(): Promise<void>;
}

export interface KubectlResult {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const STDERR_LIMIT = 2 ** 14;

/** Milliseconds after which a kubectl that ignores SIGTERM is killed. */
const TERMINATION_GRACE = 1_000;

/**
 * Starts kubectl in a process group of its own, so that Ctrl+C in the terminal does not end it before this process has stored
 * what it sends.
 *
 * @throws CovermainError `KUBECTL_MISSING`
 */
export async function startKubectl(
  kubectl: Kubectl,
  { namespace, args }: KubectlCommand,
): Promise<KubectlProcess> {
  const child = spawn(kubectl.program, [...globalOptions(kubectl, namespace), ...args], {
    env: kubectl.environment,
    stdio: 'pipe',
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const group = endWithParent(child);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = `${stderr}${text}`.slice(-STDERR_LIMIT);
  });
  // kubectl can end before it has read its input. Its exit code and stderr say why.
  child.stdin?.on('error', () => {});
  const ended = awaitEnd(child);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(toStartError(kubectl.program, error)));
  });
  return {
    child,
    stderr: () => stderr,
    ended,
    async end() {
      group.signal('SIGTERM');
      const timer = setTimeout(() => {
        group.signal('SIGKILL');
        closeOutputs(child);
      }, TERMINATION_GRACE);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Milliseconds between two looks at a kubectl that has exited. It has ended when it was silent at two of them. */
const SILENCE = 200;

/**
 * Resolves with the exit code when all output has been read. A process that kubectl has started may keep its output open for any
 * time, such as the daemon of a login plugin.
 */
function awaitEnd(child: ChildProcess): Promise<number | null> {
  const outputs = [child.stdout, child.stderr];
  return new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', () => resolve(null));
    child.once('exit', () => {
      let silences = 0;
      for (const output of outputs) output?.on('data', () => (silences = 0));
      const timer = setInterval(() => {
        // A timer that is late fires before output that has arrived is read.
        if (++silences === 2) closeOutputs(child);
      }, SILENCE);
      child.once('close', () => clearInterval(timer));
    });
  });
}

function closeOutputs({ stdout, stderr }: ChildProcess): void {
  stdout?.destroy();
  stderr?.destroy();
}

export interface RunOptions extends KubectlCommand {
  readonly signal: AbortSignal;
  readonly input?: string | undefined;
  /** Maximum size of stdout in bytes. */
  readonly limit: number;
}

/**
 * Runs kubectl to its end, and returns its result whatever the exit code is.
 *
 * @throws CovermainError `KUBECTL_MISSING`; `KUBECTL_FAILED` if it prints too much; the reason of the signal
 */
export async function tryKubectl(kubectl: Kubectl, options: RunOptions): Promise<KubectlResult> {
  const { signal, input = '', limit } = options;
  signal.throwIfAborted();
  const process = await startKubectl(kubectl, options);
  const printed = createChunkBuffer();
  let isTooLong = false;
  const end = () => void process.end();
  signal.addEventListener('abort', end, { once: true });
  process.child.stdout?.on('data', (chunk: Buffer) => {
    isTooLong ||= printed.size() + chunk.length > limit;
    if (isTooLong) end();
    else printed.add(chunk);
  });
  try {
    if (signal.aborted) end();
    process.child.stdin?.end(input);
    const exitCode = await process.ended;
    signal.throwIfAborted();
    if (isTooLong) throw tooLong(options.args, limit);
    return { exitCode, stdout: printed.bytes(), stderr: process.stderr() };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/**
 * Runs kubectl and returns what it prints to stdout.
 *
 * @throws CovermainError as `tryKubectl` does; `KUBECTL_FORBIDDEN` and `KUBECTL_FAILED` for a failed command
 */
export async function runKubectl(kubectl: Kubectl, options: RunOptions): Promise<Buffer> {
  const { exitCode, stdout, stderr } = await tryKubectl(kubectl, options);
  if (exitCode === 0) return stdout;
  throw toKubectlError(options.args[0] ?? '', { exitCode, stderr });
}

/** A value that starts with `-` cannot become an option, because it follows `=`. */
function globalOptions({ context }: Kubectl, namespace: string | null): readonly string[] {
  return [
    ...(context === null ? [] : [`--context=${context}`]),
    ...(namespace === null ? [] : [`--namespace=${namespace}`]),
  ];
}

function toStartError(program: string, error: NodeJS.ErrnoException): CovermainError {
  const reason = error.code === 'ENOENT' ? 'no such program' : error.message;
  return new CovermainError(
    'KUBECTL_MISSING',
    `Cannot run ${program}: ${reason}. Install kubectl, or name it with --kubectl <path>.`,
    { cause: error },
  );
}

function tooLong([command = '']: readonly string[], limit: number): CovermainError {
  return new CovermainError(
    'KUBECTL_FAILED',
    `\`kubectl ${command}\` printed more than ${limit} bytes. Select fewer pods with --selector.`,
  );
}
