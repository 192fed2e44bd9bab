/** `COVER_PUSH_ON`: which profiles are pushed. */
import { readChoice } from './choice.js';
import type { Environment } from './environment.js';

export const PUSH_ON_VARIABLE = 'COVER_PUSH_ON';

/** `exit` pushes the final profile; `flush` also pushes each flush while the app runs. */
export const PUSH_OCCASIONS = ['exit', 'flush'] as const;
export type PushOccasion = (typeof PUSH_OCCASIONS)[number];

/** @default 'exit' @throws SettingError for any other value */
export function pushOccasionOf(environment: Environment): PushOccasion {
  return readChoice(environment, {
    variable: PUSH_ON_VARIABLE,
    values: PUSH_OCCASIONS,
    unset: 'exit',
    example: 'flush',
  });
}
