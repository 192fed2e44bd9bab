/** Checks that every setting is valid and that none is misspelt: variables, and the keys of the config file. */
import { SettingError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { nearestName } from '../platform/nearest-name.js';
import { type Environment, readSettings } from '../settings/index.js';
import { isSettingName, SETTING_NAMES } from '../settings/table.js';
import { type Check, findingsOr, ok, problem, warning } from './check.js';
import { CONFIG_FILE_DESCRIPTIONS, type ConfigFileFinding, examineConfigFile } from './config-file.js';
import { isMisspelt } from './evidence/setting-names.js';

interface InvalidSetting {
  readonly kind: 'setting-invalid';
  readonly name: string;
  readonly given: string;
  readonly accepted: string;
  /** A value that is accepted. */
  readonly example: string;
}

export type SettingsFinding =
  | { readonly kind: 'settings-unset' }
  | { readonly kind: 'settings-valid'; readonly names: readonly string[] }
  | InvalidSetting
  | ConfigFileFinding
  | { readonly kind: 'setting-unknown'; readonly name: string; readonly suggestion: string | null };

export const settingsCheck: Check<SettingsFinding> = {
  name: 'settings',
  async examine(facts) {
    const { environment } = facts;
    const given = Object.keys(environment).filter((name) => environment[name]?.trim());
    const names = given.filter(isSettingName).sort();
    const unknown = given.filter(isMisspelt).sort();
    const wrong = [...findInvalid(environment, names), ...unknown.map(findMisspelt)];
    const valid: readonly SettingsFinding[] =
      wrong.length === 0 && names.length > 0 ? [{ kind: 'settings-valid', names }] : [];
    return findingsOr<SettingsFinding>([...wrong, ...valid, ...examineConfigFile(facts)], {
      kind: 'settings-unset',
    });
  },
  describe: {
    ...CONFIG_FILE_DESCRIPTIONS,
    'settings-unset': () => ok('No setting is set, so the defaults apply.'),
    'settings-valid': ({ names }) => ok(`All settings are valid: ${names.join(', ')}.`),
    'setting-invalid': ({ name, given, accepted, example }) =>
      problem(
        `Invalid ${name} ${quoteText(given)}.`,
        `Set ${name} to ${accepted}. Example: ${name}=${example}`,
      ),
    'setting-unknown': ({ name, suggestion }) =>
      warning(
        `${name} is not a setting, so it has no effect.`,
        suggestion === null ? `The settings are ${SETTING_NAMES.join(', ')}.` : `Did you mean ${suggestion}?`,
      ),
  },
};

/** Checks the settings one by one, because the first error hides the others. If all pass, checks them together. */
function findInvalid(environment: Environment, names: readonly string[]): readonly InvalidSetting[] {
  const alone = names.flatMap((name) => tryToRead({ [name]: environment[name] }));
  if (alone.length > 0) return alone;
  return tryToRead(Object.fromEntries(names.map((name) => [name, environment[name]])));
}

function tryToRead(environment: Environment): readonly InvalidSetting[] {
  try {
    readSettings(environment, new Date());
    return [];
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    const { name, given, accepted, example } = error.refused;
    return [{ kind: 'setting-invalid', name, given: String(given), accepted, example }];
  }
}

function findMisspelt(name: string): SettingsFinding {
  return { kind: 'setting-unknown', name, suggestion: nearestName(name, SETTING_NAMES) ?? null };
}
