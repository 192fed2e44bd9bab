/** The file that `covermain watch --lcov` keeps up to date. */
import { accessSync, closeSync, constants, mkdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { openRegularFile } from '../platform/regular-files.js';
import { writeOutput } from '../report/output-file.js';

export interface LcovFile {
  /** Writes a text in place of the file. A failure is logged once for each reason, and `retry` repeats the write. */
  readonly write: (text: string) => void;
  /** Repeats the last write if it has failed. */
  readonly retry: () => void;
}

/** @param path absolute path that `requireLcovFile` has accepted */
export function openLcovFile(path: string, logLine: (line: string) => void): LcovFile {
  const logged = new Set<string>();
  let unwritten: string | undefined;
  const write = (text: string) => {
    try {
      // A build may have removed the directory.
      mkdirSync(dirname(path), { recursive: true });
      writeOutput(path, text);
      unwritten = undefined;
    } catch (error) {
      unwritten = text;
      const cause = error instanceof CovermainError ? error.cause : error;
      // Messages contain the random names of temporary files.
      const reason = (cause as NodeJS.ErrnoException).code ?? messageOf(cause);
      if (!logged.has(reason))
        logLine(`Cannot write ${path}: ${messageOf(cause)}. The command tries again until it can.`);
      logged.add(reason);
    }
  };
  return {
    write,
    retry() {
      if (unwritten !== undefined) write(unwritten);
    },
  };
}

/**
 * Creates the directory of a file, and requires that the file can be written and is not of another kind: a mistyped path must not
 * destroy a source.
 *
 * @param path absolute path
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`
 */
export function requireLcovFile(path: string): void {
  const stats = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats && !stats.isFile()) throw notLcov(path, 'it is not a regular file');
  if (stats && stats.size > 0 && !LCOV_START.test(attempt(path, () => readStart(path))))
    throw notLcov(path, 'it exists and does not contain lcov');
  attempt(path, () => {
    const directory = dirname(stats ? realpathSync(path) : path);
    mkdirSync(directory, { recursive: true });
    // The file is replaced, which changes its directory.
    accessSync(directory, constants.W_OK | constants.X_OK);
  });
}

/** A file of lcov starts with the name of a test or the path of a source. */
const LCOV_START = /^\s*(?:TN|SF):/;

const EXAMINED_BYTES = 256;

function readStart(path: string): string {
  const start = Buffer.alloc(EXAMINED_BYTES);
  const { descriptor } = openRegularFile(path);
  try {
    return start.subarray(0, readSync(descriptor, start)).toString();
  } finally {
    closeSync(descriptor);
  }
}

function notLcov(path: string, reason: string): CovermainError {
  return new CovermainError(
    'OUTPUT_EXISTS',
    `Cannot write coverage to ${path}: ${reason}. Name a new file, or an lcov file that may be replaced.`,
  );
}

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Name another file.`,
      { cause: error },
    );
  }
}
