/** Reads the settings of a run from flags, variables and the config file. */
import { LOG_VARIABLE } from '../platform/unexpected-error.js';
import { DIRECTORY_VARIABLE } from '../settings/directory.js';
import { type Environment, readVariable } from '../settings/environment.js';
import {
  createFlagLayer,
  EMPTY_LAYER,
  type MergedSettings,
  mergeLayers,
  mergeSettings,
} from '../settings/layers.js';
import { type ConfigFile, readConfigFile } from './read-config-file.js';

export interface RunSettingsOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Flags of the command, as commander parses them. @default none */
  readonly flags?: object;
  readonly environment: Environment;
  /** Defaults of the command, by variable. @default none */
  readonly defaults?: Environment;
  /** Time that names the default profile directory. */
  readonly started: Date;
}

export interface RunSettings extends MergedSettings {
  readonly configFile: ConfigFile;
}

/**
 * Reads the settings of a run. If they turn stacks on, errors of this process have them, too.
 *
 * @throws SettingError for an invalid setting, in the terms of the user; CovermainError `CONFIG_UNREADABLE`, `CONFIG_INVALID`
 */
export async function readRunSettings(options: RunSettingsOptions): Promise<RunSettings> {
  const { root, flags = {}, environment, defaults = {}, started } = options;
  const flagLayer = createFlagLayer({ ...flags }, root);
  const configFile = await readConfigFile(root);
  const layers = { flags: flagLayer, environment, config: configFile.settings, defaults };
  const merged = mergeSettings(layers, started);
  if (merged.settings.log === 'debug') process.env[LOG_VARIABLE] = 'debug';
  return { ...merged, configFile };
}

/**
 * Returns the environment with the profile directory of the config file, for commands that read the newest profile. Reads the
 * config file only if the environment names no directory.
 *
 * @param root absolute path of the project
 * @throws as `readConfigFile`
 */
export async function withConfiguredDirectory(root: string, environment: Environment): Promise<Environment> {
  if (readVariable(environment, DIRECTORY_VARIABLE) !== undefined) return environment;
  const { settings } = await readConfigFile(root);
  return mergeLayers({ flags: EMPTY_LAYER, environment, config: settings });
}
