/** What the checks look at. Each part is found out when the first check asks for it, and once. */
import { resolve } from 'node:path';
import { openProgress } from '../collect/progress.js';
import { findProjectRoot } from '../project/find-root.js';
import { type NycConfig, readNycConfig } from '../project/nyc-config.js';
import type { UnmeasuredFile } from '../report/never-loaded.js';
import { createRunContext } from '../run/create-run-context.js';
import { createSelector } from '../selection/selector.js';
import { DIRECTORY } from '../settings/directory.js';
import { readVariable } from '../settings/environment.js';
import { type Environment, readSettings, type Settings } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';
import { checkInputs, findRecordedProfiles, type RecordedProfile } from './recordings.js';
import { isSettingName } from './setting-names.js';
import { findUnmeasurable } from './unmeasurable.js';

export interface FactsOptions {
  /** Profile directories and other profiles, relative to `cwd`. None: the newest of the project. */
  readonly inputs: readonly string[];
  /** Any folder of the project. */
  readonly cwd: string;
  readonly environment: Environment;
}

export interface Facts {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the folder that the doctor was called in. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Node's version, without a `v`. */
  readonly node: string;
  /** Those of the environment; where one of them is refused, the defaults. */
  readonly settings: Settings;
  /** @throws CovermainError `CONFIG_UNREADABLE`, as all that follow do */
  readonly config: () => Promise<NycConfig>;
  /** What `covermain run` would hand to the processes that it starts. */
  readonly run: () => Promise<RunContext>;
  /** Absolute paths of the files that the configuration selects. */
  readonly selected: () => Promise<readonly string[]>;
  /** Those of them that cannot be measured as they are now. */
  readonly unmeasurable: () => Promise<readonly UnmeasuredFile[]>;
  /** What was measured before. */
  readonly recordings: () => Promise<readonly RecordedProfile[]>;
}

/** @throws CovermainError `INPUT_NOT_FOUND` */
export function gatherFacts({ inputs, cwd, environment }: FactsOptions): Facts {
  const root = findProjectRoot(cwd);
  const paths = checkInputs(inputs, cwd);
  const started = new Date();
  const settings = settingsOrDefaults(environment, started);
  const isGiven = readVariable(environment, DIRECTORY) !== undefined;
  const givenDirectory = isGiven ? resolve(root, settings.directory) : undefined;
  const config = once(() => readNycConfig(root));
  const run = once(async () => {
    const directory = resolve(root, settings.directory);
    return createRunContext({ root, directory, config: await config(), settings, environment, started });
  });
  const selected = once(async () => {
    const { selection } = await config();
    const files = await createSelector(selection).glob();
    return files.map((path) => resolve(selection.root, path)).sort();
  });
  return {
    root,
    cwd,
    environment,
    node: process.versions.node,
    settings,
    config,
    run,
    selected,
    unmeasurable: once(async () => {
      const progress = openProgress('trying files');
      try {
        return findUnmeasurable(await run(), await selected(), progress.update);
      } finally {
        progress.close();
      }
    }),
    recordings: once(() => findRecordedProfiles({ inputs: paths, directory: givenDirectory, root })),
  };
}

/** What is refused has its own check; the others need settings all the same. */
function settingsOrDefaults(environment: Environment, now: Date): Settings {
  const others = Object.entries(environment).filter(([name]) => !isSettingName(name));
  const accepted = Object.entries(environment).filter(([name, value]) => readOrNone({ [name]: value }, now));
  for (const entries of [Object.entries(environment), accepted]) {
    const settings = readOrNone(Object.fromEntries(entries), now);
    if (settings) return settings;
  }
  return readSettings(Object.fromEntries(others), now);
}

function readOrNone(environment: Environment, now: Date): Settings | undefined {
  try {
    return readSettings(environment, now);
  } catch {
    return undefined;
  }
}

function once<Result>(find: () => Promise<Result>): () => Promise<Result> {
  let found: Promise<Result> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
