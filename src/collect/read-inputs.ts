/** Reads what a command was given as inputs, and says what is to be said of them. */
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
  /** Absolute paths of folders elsewhere that paths of Istanbul's data are under: what the root was there. */
  readonly recordedRoot?: readonly string[];
  /** Whether to go on without what cannot be read. @default false */
  readonly force?: boolean;
  readonly cwd: string;
  readonly environment: Environment;
  /** Where remarks for people go. */
  readonly logLine: (line: string) => void;
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Of the longer work that this is a part of. @default one of its own */
  readonly progress?: Progress;
}

export interface ReadInputs extends Collected {
  /** Absolute. */
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
  remark(collected, force, logLine);
  const elsewhere = describeRelocatedFiles(collected.totals.metas.values(), root);
  if (elsewhere !== undefined) logLine(elsewhere);
  return { ...collected, root };
}

async function collectVisibly(
  inputs: readonly Input[],
  { root, cwd, recordedRoot = [], signal, progress = openProgress('reading profiles') }: ReadOptions,
): Promise<Collected> {
  const recordedRoots = recordedRoot.map((folder) => resolve(cwd, folder));
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

/** At most this many files are named of one kind. */
const NAMED = 20;

function remark(
  { unreadable, repeated, overlaps }: Collected,
  force: boolean,
  logLine: (line: string) => void,
): void {
  if (unreadable.length > 0 && !force) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      [
        `${unreadable.length === 1 ? 'a file' : `${unreadable.length} files`} cannot be read:`,
        ...firstOf(unreadable, ({ reason, path }) => `  ${path}: ${reason}`, '  '),
        'mend that, or go on without by --force: what they counted is missing then',
      ].join('\n'),
    );
  }
  const lines = [
    ...firstOf(unreadable, ({ path, reason }) => `${path} was left out, its counts are missing: ${reason}`),
    ...firstOf(repeated, (path) => `${path} is in another input, too, and was added once`),
    ...firstOf(
      overlaps,
      ({ paths: [one, other], common }) =>
        `${one} and ${other} have ${pluralize(common, 'profile')} in common, which the sum has twice: merge what they were made of`,
    ),
  ];
  for (const line of lines) logLine(line);
}

function firstOf<Item>(
  items: readonly Item[],
  toLine: (item: Item) => string,
  indent = '',
): readonly string[] {
  const rest = items.length - NAMED;
  return [
    ...items.slice(0, NAMED).map(toLine),
    ...(rest > 0 ? [`${indent}and ${rest} more like the last`] : []),
  ];
}
