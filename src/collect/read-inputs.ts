/** Reads the inputs of a command and logs findings about them. */
import { resolve } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Environment } from '../settings/environment.js';
import { type Collected, collect } from './collect.js';
import { chooseNewestProfile } from './inputs/choose-newest-profile.js';
import { findInputs } from './inputs/find-inputs.js';
import type { Input } from './inputs/input.js';
import { openProgress, type Progress } from './progress.js';
import { describeRelocatedFiles } from './recorded-roots.js';

export interface ReadOptions {
  /** Relative to `cwd`. None: the newest profile of the project. */
  readonly inputs: readonly string[];
  /** Absolute path of the project's root. Without inputs, the newest profile of that project is read. */
  readonly projectRoot: string;
  /** Absolute path of the directory that contains the sources. */
  readonly root: string;
  /** Absolute paths of the roots that Istanbul data was written under on other machines. */
  readonly recordedRoot?: readonly string[];
  /** Whether to continue without unreadable inputs. @default false */
  readonly force?: boolean;
  readonly cwd: string;
  readonly environment: Environment;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
  /** Aborts the work. */
  readonly signal?: AbortSignal;
  /** Progress of the longer work that this belongs to. @default a new progress bar */
  readonly progress?: Progress;
}

export interface ReadInputs extends Collected {
  /** Absolute path of the directory that contains the sources. */
  readonly root: string;
}

/**
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`; `INPUT_UNREADABLE`,
 * without `force`; the reason of `signal`
 */
export async function readInputs(options: ReadOptions): Promise<ReadInputs> {
  const { cwd, root, force = false, logLine } = options;
  const paths = options.inputs.length > 0 ? options.inputs : [chooseNewestProfile(options)];
  const inputs = findInputs(paths, { cwd, force, logLine });
  const collected = await collectVisibly(inputs, options);
  logFindings(collected, force, logLine);
  const elsewhere = describeRelocatedFiles(collected.totals.metas.values(), root);
  if (elsewhere !== undefined) logLine(elsewhere);
  return { ...collected, root };
}

async function collectVisibly(
  inputs: readonly Input[],
  { root, cwd, recordedRoot = [], signal, progress = openProgress('reading profiles') }: ReadOptions,
): Promise<Collected> {
  const recordedRoots = recordedRoot.map((path) => resolve(cwd, path));
  try {
    return await collect(inputs, {
      root,
      recordedRoots,
      onProgress: progress.update,
      ...(signal ? { signal } : {}),
    });
  } finally {
    progress.close();
  }
}

/** Maximum number of files that are named for each finding. */
const MAX_NAMED = 20;

function logFindings(
  { unreadable, repeated, overlaps }: Collected,
  force: boolean,
  logLine: (line: string) => void,
): void {
  if (unreadable.length > 0 && !force) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      [
        `Cannot read ${pluralize(unreadable.length, 'file')}:`,
        ...describeFirst(unreadable, ({ reason, path }) => `  ${path}: ${reason}`, '  '),
        'Fix this, or use --force to continue without their coverage.',
      ].join('\n'),
    );
  }
  const lines = [
    ...describeFirst(
      unreadable,
      ({ path, reason }) => `Skipped ${path}, so its coverage is missing: ${reason}`,
    ),
    ...describeFirst(repeated, (path) => `${path} is also in another input and is counted once.`),
    ...describeFirst(
      overlaps,
      ({ paths: [one, other], common }) =>
        `${one} and ${other} have ${pluralize(common, 'profile')} in common, which the result counts twice. ` +
        'Merge the original profiles instead.',
    ),
  ];
  for (const line of lines) logLine(line);
}

function describeFirst<Item>(
  items: readonly Item[],
  toLine: (item: Item) => string,
  indent = '',
): readonly string[] {
  const rest = items.length - MAX_NAMED;
  return [...items.slice(0, MAX_NAMED).map(toLine), ...(rest > 0 ? [`${indent}and ${rest} more`] : [])];
}
