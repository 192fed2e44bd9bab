/** Gathers the facts that checks examine. Each fact is gathered once, when the first check needs it. */
import { resolve } from 'node:path';
import { openProgress } from '../../collect/progress.js';
import { type ConfigFile, readConfigFile } from '../../config-file/read-config-file.js';
import { CovermainError } from '../../platform/errors.js';
import { findProjectRoot } from '../../project/find-root.js';
import { type NycConfig, readNycConfig } from '../../project/nyc-config.js';
import type { UnmeasuredFile } from '../../report/never-loaded.js';
import { createRunContext } from '../../run/create-run-context.js';
import { createSelector } from '../../selection/selector.js';
import { DIRECTORY_VARIABLE } from '../../settings/directory.js';
import { readVariable } from '../../settings/environment.js';
import { type Environment, readSettings, type Settings } from '../../settings/index.js';
import { EMPTY_LAYER, mergeLayers } from '../../settings/layers.js';
import type { RunContext } from '../../settings/run-context.js';
import { isSettingName } from '../../settings/table.js';
import { checkInputs, findRecordedProfiles, type RecordedProfile } from './recordings.js';
import { findUnmeasurable } from './unmeasurable.js';

export interface FactsOptions {
  /** Paths of profile directories and other profiles, relative to `cwd`. If empty: the newest of the project. */
  readonly inputs: readonly string[];
  /** Absolute path of any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
}

export interface Facts {
  /** Absolute path of the project. */
  readonly root: string;
  /** Absolute path of the directory in which the command was started. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Version of the Node that runs covermain, without a `v`. */
  readonly node: string;
  /** The config file; why it cannot be used; or `undefined` if there is none. */
  readonly configFile: FoundConfigFile | CovermainError | undefined;
  /** Settings of the environment and the config file, with defaults in place of invalid ones. */
  readonly settings: Settings;
  /** Reads the nyc configuration. This and all functions below throw a CovermainError `CONFIG_UNREADABLE`. */
  readonly config: () => Promise<NycConfig>;
  /** Creates the context that `covermain run` would hand to the processes that it starts. */
  readonly run: () => Promise<RunContext>;
  /** Lists the absolute paths of the files that the configuration selects. */
  readonly selected: () => Promise<readonly string[]>;
  /** Lists the selected files that cannot be measured as they are now. */
  readonly unmeasurable: () => Promise<readonly UnmeasuredFile[]>;
  /** Reads the profiles of earlier runs. */
  readonly recordings: () => Promise<readonly RecordedProfile[]>;
}

/** @throws CovermainError `INPUT_NOT_FOUND` */
export async function gatherFacts({ inputs, cwd, environment: given }: FactsOptions): Promise<Facts> {
  const root = findProjectRoot(cwd);
  const paths = checkInputs(inputs, cwd);
  const started = new Date();
  const configFile = await findConfig(root);
  const fileLayer = configFile instanceof CovermainError ? undefined : configFile?.settings;
  const environment = mergeLayers({
    flags: EMPTY_LAYER,
    environment: given,
    config: fileLayer ?? EMPTY_LAYER,
  });
  const settings = settingsOrDefaults(environment, started);
  const isDirectorySet = readVariable(environment, DIRECTORY_VARIABLE) !== undefined;
  const directorySetting = isDirectorySet ? resolve(root, settings.directory) : undefined;
  const config = once(() => readNycConfig(root));
  const run = once(async () => {
    const directory = resolve(root, settings.directory);
    return createRunContext({ root, directory, config: await config(), settings, environment, started });
  });
  const selected = once(async () => {
    const { selection } = await config();
    const files = createSelector(selection).listFiles();
    return files.map((path) => resolve(selection.root, path)).sort();
  });
  return {
    root,
    cwd,
    environment: given,
    node: process.versions.node,
    configFile,
    settings,
    config,
    run,
    selected,
    unmeasurable: once(async () => {
      const progress = openProgress('instrumenting files');
      try {
        return findUnmeasurable(await run(), await selected(), progress.update);
      } finally {
        progress.close();
      }
    }),
    recordings: once(() => findRecordedProfiles({ inputs: paths, directory: directorySetting, root })),
  };
}

/** A config file that can be read. */
export type FoundConfigFile = ConfigFile & { readonly path: string };

async function findConfig(root: string): Promise<Facts['configFile']> {
  try {
    const { path, ...others } = await readConfigFile(root);
    return path === undefined ? undefined : { path, ...others };
  } catch (error) {
    if (error instanceof CovermainError) return error;
    throw error;
  }
}

/** Ignores invalid settings: the settings check reports them, and the other checks need settings anyway. */
function settingsOrDefaults(environment: Environment, now: Date): Settings {
  const others = Object.entries(environment).filter(([name]) => !isSettingName(name));
  const accepted = Object.entries(environment).filter(([name, value]) =>
    tryToReadSettings({ [name]: value }, now),
  );
  for (const entries of [Object.entries(environment), accepted]) {
    const settings = tryToReadSettings(Object.fromEntries(entries), now);
    if (settings) return settings;
  }
  return readSettings(Object.fromEntries(others), now);
}

function tryToReadSettings(environment: Environment, now: Date): Settings | undefined {
  try {
    return readSettings(environment, now);
  } catch {
    return undefined;
  }
}

/** Returns a function that calls `find` on its first call, and returns the same promise on every call. */
function once<Result>(find: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= find();
    return result;
  };
}
