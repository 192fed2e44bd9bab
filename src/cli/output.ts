/** Where the command line prints. */
import { isBrokenPipe, surviveBrokenPipes } from '../platform/broken-pipes.js';
import { messageOf } from '../platform/errors.js';
import { formatLogLine } from '../platform/log-line.js';

/** Where lines go: of results, and for people. */
export interface Output {
  readonly print: (line: string) => void;
  readonly logLine: (line: string) => void;
}

/** That nobody reads any more what is printed is no failure; that it cannot be written, as to a full disk, is one. */
export function openOutput(): Output {
  surviveBrokenPipes();
  process.stdout.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (isBrokenPipe(error)) return;
    logLine(`the output cannot be written: ${messageOf(error)}`);
    process.exit(1);
  });
  return { print, logLine };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function logLine(line: string): void {
  process.stderr.write(`${formatLogLine(line)}\n`);
}
