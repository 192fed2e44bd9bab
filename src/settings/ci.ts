/** `CI`: the variable that CI systems set. */
import { type Environment, readVariable } from './environment.js';

/** Returns the value by which a CI system names itself; `undefined` outside of CI. */
export function readCi(environment: Environment): string | undefined {
  const value = readVariable(environment, 'CI');
  return value === 'false' || value === '0' ? undefined : value;
}
