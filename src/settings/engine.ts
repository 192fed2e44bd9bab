/** `COVER_ENGINE`: what puts the counters into the code. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const ENGINE = 'COVER_ENGINE';
export const ENGINES = ['probe', 'nyc'] as const;
export type EngineName = (typeof ENGINES)[number];

/** @default 'probe' */
export function engineOf(environment: Environment): EngineName {
  const given = readVariable(environment, ENGINE);
  if (given === undefined) return 'probe';
  const engine = ENGINES.find((name) => name === given);
  if (engine) return engine;
  throw new SettingError({ name: ENGINE, given, accepted: `one of ${ENGINES.join(', ')}`, example: 'probe' });
}
