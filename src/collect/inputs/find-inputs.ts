/** Finds the inputs of a command, without directories of runs that recorded no coverage. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { listSome } from '../../platform/plural-forms.js';
import { TEMPORARY_PREFIX } from '../../platform/private-files.js';
import { COLLECTION_MANIFEST, isRunLog, nycOutputOf } from '../../profile/store/directory-layout.js';
import { sessionsOf } from '../../profile/store/session-directories.js';
import { isJournal } from '../../run-log/journal.js';
import { findInDirectory, findInput, findNycInputs, type Input, isHalfWritten } from './input.js';

/** Directories that runs and nyc create besides coverage. */
const RUN_DIRECTORIES: ReadonlySet<string> = new Set([
  basename(nycOutputOf('.')),
  basename(sessionsOf('.')),
  'processinfo',
  'istanbul', // earlier versions wrote the sum of all profiles there
]);

export interface FindInputsOptions {
  readonly cwd: string;
  /** Whether to continue without unreadable inputs. @default false */
  readonly force?: boolean;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
}

/**
 * Finds the inputs at all paths. A run that ended before it counted anything leaves a directory, which
 * `coverage-data/*` then includes: it is skipped with a log line. A directory with other content was named by
 * mistake, which is an error.
 *
 * @param paths relative to `cwd`
 * @throws CovermainError `INPUT_NOT_FOUND`; `INPUT_EMPTY`, also if no path has coverage; `INPUT_UNREADABLE`
 */
export function findInputs(paths: readonly string[], options: FindInputsOptions): readonly Input[] {
  const { logLine } = options;
  const shareNames = createNameSharing();
  const found = paths.map((path) => ({ path, input: shareNames(examine(path, options)) }));
  const inputs = found.flatMap(({ input }) =>
    typeof input === 'string' ? [] : [input, ...findNycInputs(input)],
  );
  const pathsOf = (state: ExaminedInput) => [
    ...new Set(found.filter(({ input }) => input === state).map(({ path }) => path)),
  ];
  const [empty, unfinished] = [pathsOf('empty'), pathsOf('unfinished')];
  if (inputs.length === 0) for (const path of paths) requireInput(path, options);
  if (empty.length > 0) logLine(`Skipped directories without coverage: ${listSome(empty)}`);
  if (unfinished.length > 0) logLine(`Skipped incomplete directories: ${listSome(unfinished)}`);
  return inputs;
}

/** An input, or why a path has none. */
type ExaminedInput = Input | 'empty' | 'unfinished' | 'unreadable';

function examine(path: string, { cwd, force, logLine }: FindInputsOptions): ExaminedInput {
  const absolute = resolve(cwd, path);
  try {
    return findInput(absolute);
  } catch (error) {
    const isEmpty = error instanceof CovermainError && error.code === 'INPUT_EMPTY';
    if (isEmpty && isHalfWritten(absolute)) return 'unfinished';
    if (isEmpty && isEmptyRun(absolute)) return 'empty';
    if (error instanceof CovermainError) throw error;
    const reason = `Cannot read ${path}: ${messageOf(error)}.`;
    if (!force) throw unreadable(reason, error);
    logLine(`${reason} Its coverage is missing.`);
    return 'unreadable';
  }
}

/** Returns a function that replaces equal names by one string: many directories have files of the same names. */
function createNameSharing(): (input: ExaminedInput) => ExaminedInput {
  const known = new Map<string, string>();
  return (input) => {
    if (typeof input === 'string') return input;
    const names = input.names.map((name) => {
      const shared = known.get(name) ?? name;
      known.set(name, shared);
      return shared;
    });
    return { ...input, names };
  };
}

/** Throws the error of a path without coverage, also with `force`: nothing is left to continue with. */
function requireInput(path: string, options: FindInputsOptions): void {
  const examined = examine(path, { ...options, force: false });
  if (examined === 'empty' || examined === 'unfinished') findInput(resolve(options.cwd, path));
}

function unreadable(reason: string, cause: unknown): CovermainError {
  const remedy = 'Make it readable, or use --force to continue without its coverage.';
  return new CovermainError('INPUT_UNREADABLE', `${reason} ${remedy}`, { cause });
}

/** Whether a directory contains only traces of a run that recorded no coverage. @param path absolute */
export function isEmptyRun(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isDirectory()) return false;
  return readdirSync(path).every(isRunTrace) && findInDirectory(path) === undefined;
}

function isRunTrace(name: string): boolean {
  return (
    RUN_DIRECTORIES.has(name) ||
    name === COLLECTION_MANIFEST ||
    isRunLog(name) ||
    isJournal(name) ||
    name.startsWith(TEMPORARY_PREFIX)
  );
}
