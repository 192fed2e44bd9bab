/** All inputs of a command, without those that a run has left with nothing in them. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { listSome } from '../../platform/plural-forms.js';
import { TEMPORARY_PREFIX } from '../../profile/format/constants.js';
import { isRunLog, nycOutputOf } from '../../profile/store/directory-layout.js';
import { sessionsOf } from '../../profile/store/session-directories.js';
import { findInDirectory, findInput, findNycInputs, type Input, isHalfWritten } from './input.js';

/** What runs and nyc leave of themselves, beside what they counted. */
const FOLDERS: ReadonlySet<string> = new Set([
  basename(nycOutputOf('.')),
  basename(sessionsOf('.')),
  'processinfo',
  'istanbul', // earlier versions wrote the sum of all profiles there
]);

const JOURNAL = /^journal\..*\.jsonl$/;

export interface FindInputsOptions {
  readonly cwd: string;
  /** Whether to go on without what cannot be read. @default false */
  readonly force?: boolean;
  /** Where remarks for people go. */
  readonly logLine: (line: string) => void;
}

/**
 * A run that ended before anything was counted leaves a directory, too, which `coverage-data/*` then has among others: it
 * adds nothing, and that is said. A directory of anything else was named by mistake.
 *
 * @param paths relative to `cwd`
 * @throws CovermainError `INPUT_NOT_FOUND`; `INPUT_EMPTY`, also where nothing is in any of them; `INPUT_UNREADABLE`
 */
export function findInputs(paths: readonly string[], options: FindInputsOptions): readonly Input[] {
  const { logLine } = options;
  const share = sharingNames();
  const found = paths.map((path) => ({ path, input: share(look(path, options)) }));
  const inputs = found.flatMap(({ input }) =>
    typeof input === 'string' ? [] : [input, ...findNycInputs(input)],
  );
  const pathsOf = (what: Look) => [
    ...new Set(found.filter(({ input }) => input === what).map(({ path }) => path)),
  ];
  const [empty, unfinished] = [pathsOf('empty'), pathsOf('unfinished')];
  if (inputs.length === 0) for (const path of paths) refuse(path, options);
  if (empty.length > 0) logLine(`left out, since nothing was counted there: ${listSome(empty)}`);
  if (unfinished.length > 0) logLine(`left out, since half of it is missing: ${listSome(unfinished)}`);
  return inputs;
}

type Look = Input | 'empty' | 'unfinished' | 'unreadable';

function look(path: string, { cwd, force, logLine }: FindInputsOptions): Look {
  const absolute = resolve(cwd, path);
  try {
    return findInput(absolute);
  } catch (error) {
    const isEmpty = error instanceof CovermainError && error.code === 'INPUT_EMPTY';
    if (isEmpty && isHalfWritten(absolute)) return 'unfinished';
    if (isEmpty && isEmptyRun(absolute)) return 'empty';
    if (error instanceof CovermainError) throw error;
    const reason = `${path} cannot be read: ${messageOf(error)}`;
    if (!force) throw unreadable(reason, error);
    logLine(`${reason}; it was left out, its counts are missing`);
    return 'unreadable';
  }
}

/** Files have the same names in many directories: in memory each name is once. */
function sharingNames(): (input: Look) => Look {
  const known = new Map<string, string>();
  return (input) => {
    if (typeof input === 'string') return input;
    const names = input.names.map((name) => {
      const same = known.get(name) ?? name;
      known.set(name, same);
      return same;
    });
    return { ...input, names };
  };
}

/** There is nothing to go on with, even by force. */
function refuse(path: string, options: FindInputsOptions): void {
  const looked = look(path, { ...options, force: false });
  if (looked === 'empty' || looked === 'unfinished') findInput(resolve(options.cwd, path));
}

function unreadable(reason: string, cause: unknown): CovermainError {
  const remedy = 'make it readable, or go on without by --force: what was counted there is missing then';
  return new CovermainError('INPUT_UNREADABLE', `${reason}; ${remedy}`, { cause });
}

/** Whether a run began there, and has left nothing that is counted. @param path absolute */
export function isEmptyRun(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isDirectory()) return false;
  return readdirSync(path).every(isLeftover) && findInDirectory(path) === undefined;
}

function isLeftover(name: string): boolean {
  return FOLDERS.has(name) || isRunLog(name) || JOURNAL.test(name) || name.startsWith(TEMPORARY_PREFIX);
}
