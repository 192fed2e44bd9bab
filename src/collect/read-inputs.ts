/** Reads the inputs of a command and logs findings about them. */
import { resolve } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Totals } from '../profile/model/totals.js';
import type { WriteTotalsOptions } from '../profile/store/write-totals.js';
import type { Environment } from '../settings/environment.js';
import { type Collected, collect } from './collect.js';
import { findInputs } from './inputs/find-inputs.js';
import type { Input } from './inputs/input.js';
import { inputsOrNewest } from './inputs/inputs-or-newest.js';
import type { PackageOrigin } from './packages/package-sums.js';
import { placePackages } from './packages/place-packages.js';
import type { TrustedRoots } from './packages/trusted-roots.js';
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
  /** Whether paths of a single package stay relative to its own root. @default false */
  readonly keepsOwnRoot?: boolean;
  /** Whether to continue without unreadable inputs. @default false */
  readonly force?: boolean;
  readonly cwd: string;
  readonly environment: Environment;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
  /** Decoded metas by hash, so that a caller that reads many inputs with the same metas decodes each once. @default none */
  readonly metas?: Map<string, FileMeta>;
  /** As in `Collection`, so that such a caller reads files with equal names once. @default none */
  readonly metaHashes?: Map<string, readonly string[]>;
  /** Aborts the work. */
  readonly signal?: AbortSignal;
  /** Progress of the longer work that this belongs to. @default a new progress bar */
  readonly progress?: Progress;
  /** As in `ChooseNewestOptions`. */
  readonly onNewest?: (path: string) => void;
  /** Called with the header of each profile that is added. @default nothing */
  readonly onProfile?: (header: ProcessHeader) => void;
}

interface CollectedInputs extends Collected {
  /** Absolute paths of all inputs. */
  readonly inputs: readonly string[];
  /** Absolute paths of the profile directories among the inputs. */
  readonly directories: readonly string[];
}

/** Inputs with one root. */
export interface ReadInputs extends Omit<CollectedInputs, 'sources' | 'header'> {
  /**
   * Absolute path that paths in the totals are relative to: that of the options, or the top of its repository if the
   * inputs have packages outside of it.
   */
  readonly root: string;
  /** As in `PlacedTotals`. */
  readonly trustedRoots: TrustedRoots;
  readonly totals: Totals;
  /** Merged header of all measured processes; `undefined` if there are none. */
  readonly header: WriteTotalsOptions['header'];
}

/**
 * Reads all inputs together.
 *
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`; `INPUT_UNREADABLE`,
 * without `force`; the reason of `signal`
 */
export async function readInputs(options: ReadOptions): Promise<ReadInputs> {
  const collected = await collectInputs(options.inputs, options);
  return placeInputs([collected], options)[0] as ReadInputs;
}

/** Reads each input as one operand. The paths of all operands are relative to one root. @throws as `readInputs` */
export async function readOperands(options: ReadOptions): Promise<readonly ReadInputs[]> {
  const operands: CollectedInputs[] = [];
  for (const input of options.inputs) operands.push(await collectInputs([input], options));
  return placeInputs(operands, options);
}

async function collectInputs(given: readonly string[], options: ReadOptions): Promise<CollectedInputs> {
  const { cwd, force = false, logLine } = options;
  const paths = await inputsOrNewest({ ...options, inputs: given });
  const inputs = findInputs(paths, { cwd, force, logLine });
  const collected = await collectVisibly(inputs, options);
  logFindings(collected, force, logLine);
  const directories = inputs.filter(({ kind }) => kind === 'profile').map(({ path }) => path);
  return { ...collected, inputs: paths.map((path) => resolve(cwd, path)), directories };
}

function placeInputs(
  all: readonly CollectedInputs[],
  { root: sourceRoot, keepsOwnRoot = false, logLine }: ReadOptions,
): readonly ReadInputs[] {
  const { root, trustedRoots, origin, totals, unplaced } = placePackages(
    all.map(({ sources }) => sources),
    { root: sourceRoot, keepsOwnRoot },
  );
  const metas = totals.flatMap((one) => [...one.metas.values()]);
  const elsewhere = describeRelocatedFiles(metas, root);
  if (elsewhere !== undefined) logLine(elsewhere);
  if (unplaced > 0) logLine(describeUnplaced(unplaced));
  return all.map(({ sources: _, header, ...findings }, index) => ({
    ...findings,
    root,
    trustedRoots,
    totals: totals[index] as Totals,
    header: header && { ...header, ...originFields(origin) },
  }));
}

function describeUnplaced(files: number): string {
  return (
    `${pluralize(files, 'file')} that no process loaded may belong to several packages, so the result does not contain ` +
    'them. Read the profile in a clone of the repository, or give each package a profile directory of its own.'
  );
}

/** Returns the fields of a header that describe a package, without those that are unknown. */
function originFields({ package: described, root }: PackageOrigin): Pick<ProcessHeader, 'package' | 'root'> {
  return { ...(described ? { package: described } : {}), ...(root === undefined ? {} : { root }) };
}

async function collectVisibly(inputs: readonly Input[], options: ReadOptions): Promise<Collected> {
  const { root, cwd, recordedRoot = [], metas, metaHashes, signal, onProfile } = options;
  const { progress = openProgress('reading profiles') } = options;
  const recordedRoots = recordedRoot.map((path) => resolve(cwd, path));
  try {
    return await collect(inputs, {
      root,
      recordedRoots,
      onProgress: progress.update,
      ...(metas ? { metas } : {}),
      ...(metaHashes ? { metaHashes } : {}),
      ...(signal ? { signal } : {}),
      ...(onProfile ? { onProfile } : {}),
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
    throw new CovermainError('INPUT_UNREADABLE', [
      `Cannot read ${pluralize(unreadable.length, 'file')}:`,
      ...describeFirst(unreadable, ({ reason, path }) => `  ${path}: ${reason}`, '  '),
      'Fix this, or use --force to continue without their coverage.',
    ]);
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
