/** The inputs of a command: those that are named, or the newest profile of the project. */
import { withConfiguredDirectory } from '../../config-file/read-run-settings.js';
import { type ChooseNewestOptions, chooseNewestProfile } from './choose-newest-profile.js';

export interface InputsOptions extends ChooseNewestOptions {
  /** Paths as given. */
  readonly inputs: readonly string[];
}

/**
 * Returns the inputs of a command. Without any, returns the profile directory that a variable or the config file sets, or
 * the newest profile. Reads the config file only for that.
 *
 * @throws as `chooseNewestProfile` and `readConfigFile`
 */
export async function inputsOrNewest(options: InputsOptions): Promise<readonly string[]> {
  const { inputs, projectRoot } = options;
  if (inputs.length > 0) return inputs;
  const environment = await withConfiguredDirectory(projectRoot, options.environment);
  return [chooseNewestProfile({ ...options, environment })];
}
