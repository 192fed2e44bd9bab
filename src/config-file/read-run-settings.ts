/** Reads the settings of a run from flags, variables and the config file. */
import type { Environment } from '../settings/environment.js';
import { createFlagLayer, EMPTY_LAYER, type MergedSettings, mergeSettings } from '../settings/layers.js';

export interface RunSettingsOptions {
  /** Absolute path of the project. */
  readonly root: string;
  /** Flags of the command, as commander parses them. */
  readonly flags: object;
  readonly environment: Environment;
  /** Time that names the default profile directory. */
  readonly started: Date;
}

/** @throws SettingError for an invalid setting, in the terms of the user */
export async function readRunSettings({
  root,
  flags,
  environment,
  started,
}: RunSettingsOptions): Promise<MergedSettings> {
  return mergeSettings(
    { flags: createFlagLayer({ ...flags }, root), environment, config: EMPTY_LAYER },
    started,
  );
}
