/**
 * Writes to stdout and stderr. Names, labels, arguments and messages come from profiles, other processes and file
 * systems, so every text is escaped here, where no command can forget it. The colours and line breaks of covermain are not
 * text: colours are sealed (`Colors`), and each call prints one line.
 */
import { type Colors, formatColoredLine } from '../commands/colors.js';
import type { Print } from '../commands/print.js';
import { isBrokenPipe, surviveBrokenPipes } from '../platform/broken-pipes.js';
import { messageOf } from '../platform/errors.js';
import { escapeTerminal } from '../platform/escape-terminal.js';
import { formatLogLine } from '../platform/log-line.js';
import { colorsFor } from './colors.js';

/** Output functions of commands. */
export interface CommandOutput {
  /** Prints the result to stdout. */
  readonly print: Print;
  /** Logs a line for people to stderr. */
  readonly logLine: (line: string) => void;
  /** Colours of stdout. */
  readonly colors: Colors;
}

/** Output functions of the command line itself. */
export interface Output extends CommandOutput {
  /** Logs an error to stderr. @param message as `formatLogLine` takes it */
  readonly logError: (message: string | readonly string[]) => void;
}

/**
 * Opens stdout and stderr. A reader that closes the pipe is not an error. An output that cannot be written, such as a
 * file on a full disk, ends the process with exit code 1.
 */
export function openOutput(): Output {
  const errorPrefix = formatColoredLine(colorsFor(process.stderr, process.env).red('covermain:'));
  const logError: Output['logError'] = (message) => {
    process.stderr.write(`${formatLogLine(message, errorPrefix)}\n`);
  };
  surviveBrokenPipes();
  process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (isBrokenPipe(error)) return;
    logError(`Cannot write the output: ${messageOf(error)}`);
    process.exit(1);
  });
  return { print, logLine, logError, colors: colorsFor(process.stdout, process.env) };
}

const print: Print = (text, kind) => {
  process.stdout.write(`${kind === 'document' ? formatDocument(text) : formatColoredLine(text)}\n`);
};

function logLine(line: string): void {
  process.stderr.write(`${formatLogLine(line)}\n`);
}

/** Ends the line on which the terminal has printed `^C`, so that the first line of a table is not shifted. */
export function endInterruptedLine(): void {
  if (process.stderr.isTTY) process.stderr.write('\n');
}

/** Programs get a document as it is. A terminal shows it to a person. */
function formatDocument(text: string): string {
  return process.stdout.isTTY ? text.split('\n').map(escapeTerminal).join('\n') : text;
}
