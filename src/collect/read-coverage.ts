/** What every command that looks at coverage reads: its inputs as one map of the project. */
import { resolve } from 'node:path';
import { CovermainError } from '../errors.js';
import { type ProjectCoverage, toCoverageMap } from '../profile/coverage-map.js';
import { findRoot } from '../project/find-root.js';
import type { Environment } from '../settings/environment.js';
import { type Collected, collect } from './collect.js';
import { describeVersions } from './describe-versions.js';
import { findInput } from './inputs.js';
import { findNewest } from './newest.js';
import { openProgress } from './progress.js';
import { sourceHashAt } from './source-state.js';

export interface ReadOptions {
  /** Relative to `cwd`. None: the newest profile of the project. */
  readonly inputs: readonly string[];
  /** The folder that sources are looked up in, relative to `cwd`. @default the project's */
  readonly root?: string;
  /** Absolute paths of folders elsewhere that paths of Istanbul's data are under: what the root was there. */
  readonly recordedRoot?: readonly string[];
  /** Whether to go on without what cannot be read. @default false */
  readonly force?: boolean;
  readonly cwd: string;
  readonly environment: Environment;
  /** Where remarks for people go. */
  readonly say: (line: string) => void;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

export interface Coverage extends ProjectCoverage {
  /** Absolute path of the folder that sources are in. */
  readonly root: string;
}

/**
 * What the inputs hold together; of a file in several versions the one that is on the disk, if it is one of them. What
 * cannot be in any number is said.
 *
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`, `INPUT_UNREADABLE`
 */
export async function readCoverage(options: ReadOptions): Promise<Coverage> {
  const { totals, root } = await readInputs(options);
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  for (const line of describeVersions(others, root)) options.say(line);
  return { map, others, root };
}

export interface ReadInputs extends Collected {
  /** Absolute. */
  readonly root: string;
}

/**
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`; `INPUT_UNREADABLE`, without `force`; the reason of `signal`
 */
export async function readInputs(options: ReadOptions): Promise<ReadInputs> {
  const { cwd, environment, recordedRoot = [], force = false, say, signal } = options;
  const root = options.root === undefined ? findRoot(cwd) : resolve(cwd, options.root);
  const paths = options.inputs.length > 0 ? options.inputs : [newest(cwd, environment, say)];
  const inputs = paths.map((path) => findInput(resolve(cwd, path)));
  const progress = openProgress('reading profiles');
  try {
    const recordedRoots = recordedRoot.map((folder) => resolve(cwd, folder));
    const collected = await collect(inputs, {
      ...{ root, recordedRoots, onProgress: progress.update },
      ...(signal ? { signal } : {}),
    });
    progress.close();
    remark(collected, force, say);
    return { ...collected, root };
  } finally {
    progress.close();
  }
}

function newest(cwd: string, environment: Environment, say: (line: string) => void): string {
  const path = findNewest(findRoot(cwd), environment);
  say(`reading ${path}`);
  return path;
}

function remark({ unreadable, repeated }: Collected, force: boolean, say: (line: string) => void): void {
  for (const path of repeated) say(`${path} is in another input, too, and was added once`);
  if (unreadable.length > 0 && !force) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      [
        `${unreadable.length === 1 ? 'a file' : `${unreadable.length} files`} cannot be read:`,
        ...unreadable.map(({ reason, path }) => `  ${path}: ${reason}`),
        'mend that, or go on without by --force: what they counted is missing then',
      ].join('\n'),
    );
  }
  for (const { path, reason } of unreadable) say(`${path} was left out, its counts are missing: ${reason}`);
}
