/** Whether each setting is understood, and none is misspelt. */
import { messageOf } from '../platform/errors.js';
import { type Environment, readSettings } from '../settings/index.js';
import { type Check, type Finding, orOk, problem, warning } from './check.js';
import { isMisspelt, isSettingName, nearestName, SETTING_NAMES } from './setting-names.js';

export const settingsCheck: Check = {
  name: 'settings',
  async look({ environment }) {
    const given = Object.keys(environment).filter((name) => environment[name]?.trim());
    const known = given.filter(isSettingName).sort();
    const mistaken = given.filter(isMisspelt).sort();
    return orOk(
      [...refused(environment, known), ...mistaken.map(misspelt)],
      known.length > 0 ? `${known.join(', ')}: understood` : 'none is set, so the defaults hold',
    );
  },
};

/** One by one, for the first that is refused hides the others; those that are refused only together come last. */
function refused(environment: Environment, names: readonly string[]): readonly Finding[] {
  const alone = names.map((name) => refusal({ [name]: environment[name] })).filter(isThere);
  const all = Object.fromEntries(names.map((name) => [name, environment[name]]));
  const messages = alone.length > 0 ? alone : [refusal(all)].filter(isThere);
  return messages.map((message) => {
    const [found = '', remedy] = message.split(': expected ');
    return problem(found, remedy === undefined ? 'correct it' : `set it to ${remedy}`);
  });
}

function refusal(environment: Environment): string | undefined {
  try {
    readSettings(environment, new Date());
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function misspelt(name: string): Finding {
  const meant = nearestName(name, SETTING_NAMES);
  const remedy =
    meant === undefined ? `the settings are ${SETTING_NAMES.join(', ')}` : `did you mean ${meant}?`;
  return warning(`${name} is no setting, and has no effect`, remedy);
}

function isThere(message: string | undefined): message is string {
  return message !== undefined;
}
