/** Parses settings that are flags: yes or no. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];

/** Effect of each value, for the error message: "to run", "to stay pending". */
export interface FlagMeaning {
  readonly yes: string;
  readonly no: string;
}

/**
 * Returns whether a variable is set to yes, in any case. A variable that is not set means no.
 *
 * @throws SettingError for a value that is neither yes nor no
 */
export function flagOf(environment: Environment, name: string, { yes, no }: FlagMeaning): boolean {
  const given = readVariable(environment, name);
  if (given === undefined || NO.includes(given.toLowerCase())) return false;
  if (YES.includes(given.toLowerCase())) return true;
  throw new SettingError({
    name,
    given,
    accepted: `one of ${YES.join(', ')} ${yes}, or ${NO.join(', ')} or an empty value ${no}`,
    example: '1',
  });
}
