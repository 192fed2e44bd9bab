/** Selects what is recorded of the arguments of this process, as `COVER_ARGS` says. */
import { basename } from 'node:path';
import { redactArguments } from '../platform/redact-arguments.js';
import type { RunContext } from '../settings/run-context.js';

/** Matches Node's options that evaluate code, so that no argument is a script. */
const EVALUATES = /^(?:-[pe]+$|--(?:eval|print)(?:=|$))/;

/** The arguments of a process. */
export type GivenArguments = Pick<NodeJS.Process, 'argv' | 'execArgv'>;

/** Returns `process.argv` for the profiles and the run log. */
export function recordedArgv(run: RunContext, { argv, execArgv }: GivenArguments): readonly string[] {
  switch (run.argumentRecording) {
    case 'keep':
      return [...argv];
    case 'redact':
      return redactArguments(argv, secretsOf(run));
    case 'omit':
      return argv.slice(0, execArgv.some((option) => EVALUATES.test(option)) ? 1 : 2);
  }
}

let ownArgv: readonly string[] | undefined;

/**
 * Returns `process.argv` of this process for the profiles and the run log, as it was at the first call. Arguments can be long,
 * so they are redacted once.
 */
export function ownRecordedArgv(run: RunContext): readonly string[] {
  ownArgv ??= recordedArgv(run, process);
  return ownArgv;
}

/**
 * Returns the command line for the run log, with Node's options unless arguments are omitted.
 *
 * @param argv the recorded `process.argv`
 */
export function recordedCommand(
  run: RunContext,
  given: GivenArguments,
  argv: readonly string[] = recordedArgv(run, given),
): string {
  const [program = '', ...args] = argv;
  return [basename(program), ...recordedExecArgv(run, given), ...args].join(' ');
}

/** Returns Node's options, none if arguments are omitted. */
export function recordedExecArgv(
  run: RunContext,
  { execArgv }: Pick<GivenArguments, 'execArgv'>,
): readonly string[] {
  if (run.argumentRecording === 'omit') return [];
  return run.argumentRecording === 'keep' ? execArgv : redactArguments(execArgv, secretsOf(run));
}

function secretsOf({ controls }: RunContext): readonly string[] {
  const { http, push } = controls;
  // The query alone is as secret as the URL.
  const [, query] = /\?(.{8,})/.exec(push?.url ?? '') ?? [];
  return [push?.url, query, push?.token, http?.token].filter((secret) => typeof secret === 'string');
}
