/**
 * Describes a new run in a separate process: the libraries that read the configuration stay out of the calling program, which
 * may be an app or a test.
 */
import { spawnSync } from 'node:child_process';
import type { ErrorCode } from '../platform/errors.js';
import type { Environment } from '../settings/environment.js';

/** What a describing program prints for its parent, as JSON. */
export interface RunDescription {
  /** Context of the run as `RUN_CONTEXT` has it, without the token; `null` if nothing can be measured. */
  readonly context: string | null;
  /** Warnings for the user; or why nothing can be measured. Each is one line. */
  readonly warnings: readonly string[];
  /** Code of the error because of which nothing can be measured. */
  readonly code?: ErrorCode;
}

/**
 * Runs a program that prints a `RunDescription`.
 *
 * @param program absolute path
 * @returns the description; without a context if the program ended before it printed anything
 */
export function readRunDescription(program: string, environment: Environment): RunDescription {
  const { NODE_V8_COVERAGE: _, ...env } = environment;
  const { stdout, stderr, error } = spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    env: { ...env, NODE_OPTIONS: '' },
  });
  const reason = `the run cannot be described: ${error?.message ?? toSingleLine(stderr)}`;
  return parseDescription(stdout) ?? { context: null, warnings: [reason] };
}

/** Returns lines as one. */
export function toSingleLine(text: string): string {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .join(' ');
}

function parseDescription(text: string | null): RunDescription | undefined {
  try {
    return JSON.parse(text ?? '') as RunDescription;
  } catch {
    return undefined;
  }
}
