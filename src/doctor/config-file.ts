/** Examines which config file is used, and whether its values are valid. */
import { relative } from 'node:path';
import { CovermainError, describeRefusal, SettingError } from '../platform/errors.js';
import { readSettings } from '../settings/index.js';
import { translateError } from '../settings/layers.js';
import { type Descriptions, findingsOr, ok, problem } from './check.js';
import type { Facts, FoundConfigFile } from './evidence/facts.js';

export type ConfigFileFinding =
  /** `file` is relative to the project. */
  | { readonly kind: 'config-file-read'; readonly file: string; readonly keys: readonly string[] }
  | { readonly kind: 'config-file-refused'; readonly reason: string }
  | {
      readonly kind: 'config-file-value-invalid';
      /** Names the value, the key and the file. */
      readonly reason: string;
      readonly accepted: string;
      /** The key with an accepted value, in the syntax of the file. */
      readonly assignment: string;
    };

/** Returns what is known about the config file; nothing if there is none. */
export function examineConfigFile({ root, configFile }: Facts): readonly ConfigFileFinding[] {
  if (configFile === undefined) return [];
  if (configFile instanceof CovermainError)
    return [{ kind: 'config-file-refused', reason: configFile.message }];
  const invalid = findInvalidValues(configFile);
  const { path, keys } = configFile;
  return findingsOr(invalid, { kind: 'config-file-read', file: relative(root, path), keys });
}

export const CONFIG_FILE_DESCRIPTIONS: Descriptions<ConfigFileFinding> = {
  'config-file-read': ({ file, keys }) =>
    ok(`${file} is used${keys.length > 0 ? `: ${keys.join(', ')}` : ', but sets nothing'}.`),
  'config-file-refused': ({ reason }) =>
    problem(reason, 'Correct the file. No command that needs settings starts until then.'),
  'config-file-value-invalid': ({ reason, accepted, assignment }) =>
    problem(`${reason}.`, `Set it to ${accepted}. Example: ${assignment}`),
};

/** Checks the values one by one, because the first error hides the others. */
function findInvalidValues({ settings: { values, terms } }: FoundConfigFile): readonly ConfigFileFinding[] {
  return Object.entries(values).flatMap(([variable, value]) => {
    try {
      readSettings({ [variable]: value }, new Date());
      return [];
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      const { refused } = translateError(error, terms);
      const { name, accepted, example, assignment = `${name}=${example}` } = refused;
      const reason = describeRefusal(refused);
      return [{ kind: 'config-file-value-invalid', reason, accepted, assignment }];
    }
  });
}
