/** Runs the built command line on a case, as users do: the other cases call the same functions in one process. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkMessage, checkTerminal } from './invariants.js';
import type { Sandbox } from './sandbox.js';

const PROGRAM = join(import.meta.dirname, '../../bin/covermain.js');

/** Milliseconds after which a process hangs. A usual one takes a second, but the machine may be busy. */
const TIMEOUT = 300_000;

/** Bytes that a process may print: a line for each of the functions of a case, with long names. */
const MAX_OUTPUT = 2 ** 28;

/** Exit codes of commands: success, failed work or a missed threshold, refused input. */
const EXIT_CODES: readonly (number | null)[] = [0, 1, 2];

/** Returns the problems of some commands, each run as a process of its own. */
export function runProcesses({ input, output, project }: Sandbox): readonly string[] {
  return [
    ['percent', input],
    ['func', input, '--force'],
    ['merge', input, '--output', join(output, 'merge-process')],
    ['report', input, '--reporter', 'text', '--report-dir', join(output, 'report-process')],
  ].flatMap((args) => runProcess(args, project).map((problem) => `process ${args[0]}: ${problem}`));
}

function runProcess(args: readonly string[], cwd: string): readonly string[] {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd,
    timeout: TIMEOUT,
    maxBuffer: MAX_OUTPUT,
    encoding: 'utf8',
  });
  return [
    ...(EXIT_CODES.includes(status) ? [] : [`ended with ${status ?? signal}`]),
    ...checkMessage(stderr),
    ...checkTerminal(stdout + stderr),
  ];
}
