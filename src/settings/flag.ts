/** Settings that are a yes or a no. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

const YES = ['1', 'true', 'yes'];
const NO = ['0', 'false', 'no'];

/** What each answer does, for the message: "to run", "to stay pending". */
export interface FlagMeaning {
  readonly yes: string;
  readonly no: string;
}

/**
 * Whether a variable says yes; one that is not set says no. Case is forgiven.
 *
 * @throws SettingError for a value that is neither a yes nor a no
 */
export function flagOf(environment: Environment, name: string, { yes, no }: FlagMeaning): boolean {
  const given = readVariable(environment, name);
  if (given === undefined || NO.includes(given.toLowerCase())) return false;
  if (YES.includes(given.toLowerCase())) return true;
  throw new SettingError({
    name,
    given,
    accepted: `one of ${YES.join(', ')} ${yes}, or ${NO.join(', ')} or nothing ${no}`,
    example: '1',
  });
}
