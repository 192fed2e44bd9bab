/**
 * Describes a new run in a separate process: the libraries that read the configuration stay out of the calling program, which
 * may be an app or a test.
 */
import { spawnSync } from 'node:child_process';
import type { ErrorCode } from '../platform/errors.js';
import { toOneLine } from '../platform/to-one-line.js';
import type { Environment } from '../settings/environment.js';
import type { Settings } from '../settings/index.js';
import { LOG_VARIABLE } from '../settings/log.js';
import { encodeRunContext, RUN_CONTEXT, type RunContext } from '../settings/run-context.js';

/** What a describing program prints for its parent, as JSON. */
export interface RunDescription {
  /** Context of the run as `RUN_CONTEXT` has it, without the token; `null` if nothing can be measured. */
  readonly context: string | null;
  /** Other environment variables of the processes of the run, such as the token, if they do not inherit them. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Warnings for the user; or why nothing can be measured. Each is one line. */
  readonly warnings: readonly string[];
  /** Code of the error because of which nothing can be measured. */
  readonly code?: ErrorCode;
}

/** Returns the fields that make a process part of a run. A config file may set the token, and turn stacks on. */
export function describeContext(
  run: RunContext,
  { log }: Pick<Settings, 'log'>,
): Pick<RunDescription, 'context' | 'variables'> {
  const { [RUN_CONTEXT]: context = null, ...token } = encodeRunContext(run);
  return { context, variables: { ...token, ...(log === 'debug' ? { [LOG_VARIABLE]: 'debug' } : {}) } };
}

/**
 * Runs a program that prints a `RunDescription`.
 *
 * @param program absolute path
 * @param cwd absolute path of its working directory. @default that of this process
 * @returns the description; without a context if the program ended before it printed anything
 */
export function readRunDescription(program: string, environment: Environment, cwd?: string): RunDescription {
  const { NODE_V8_COVERAGE: _, ...env } = environment;
  const { stdout, stderr, error } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...env, NODE_OPTIONS: '' },
  });
  const reason = `the run cannot be described: ${error?.message ?? toOneLine(stderr)}`;
  return parseDescription(stdout) ?? { context: null, warnings: [reason] };
}

function parseDescription(text: string | null): RunDescription | undefined {
  try {
    return JSON.parse(text ?? '') as RunDescription;
  } catch {
    return undefined;
  }
}
