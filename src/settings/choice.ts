/** Reads settings that accept one of several words. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export interface Choice<Value extends string> {
  /** Name of the variable. */
  readonly variable: string;
  readonly values: readonly Value[];
  /** Value of an unset variable. */
  readonly unset: Value;
  /** Value that an error shows as an example. */
  readonly example: Value;
}

/** Returns the value of a variable. @throws SettingError for any other value */
export function readChoice<Value extends string>(
  environment: Environment,
  { variable, values, unset, example }: Choice<Value>,
): Value {
  const given = readVariable(environment, variable);
  if (given === undefined) return unset;
  const chosen = values.find((value) => value === given);
  if (chosen !== undefined) return chosen;
  throw new SettingError({ name: variable, given, accepted: `one of ${values.join(', ')}`, example });
}
