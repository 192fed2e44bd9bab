/** Writes to stdout and stderr. */
import type { Colors } from '../commands/colors.js';
import { isBrokenPipe, surviveBrokenPipes } from '../platform/broken-pipes.js';
import { messageOf } from '../platform/errors.js';
import { formatLogLine } from '../platform/log-line.js';
import { colorsFor } from './colors.js';

/** Output functions of commands. */
export interface CommandOutput {
  /** Prints a line of the result to stdout. */
  readonly print: (line: string) => void;
  /** Logs a line for people to stderr. */
  readonly logLine: (line: string) => void;
  /** Colours of stdout. */
  readonly colors: Colors;
}

/** Output functions of the command line itself. */
export interface Output extends CommandOutput {
  /** Logs an error to stderr. */
  readonly logError: (message: string) => void;
}

/**
 * Opens stdout and stderr. A reader that closes the pipe is not an error. An output that cannot be written, such as a
 * file on a full disk, ends the process with exit code 1.
 */
export function openOutput(): Output {
  const errorPrefix = colorsFor(process.stderr, process.env).red('covermain:');
  const logError = (message: string): void => {
    process.stderr.write(`${errorPrefix} ${message}\n`);
  };
  surviveBrokenPipes();
  process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (isBrokenPipe(error)) return;
    logError(`Cannot write the output: ${messageOf(error)}`);
    process.exit(1);
  });
  return { print, logLine, logError, colors: colorsFor(process.stdout, process.env) };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function logLine(line: string): void {
  process.stderr.write(`${formatLogLine(line)}\n`);
}
