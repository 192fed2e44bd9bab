/** `COVER_ARGS`: what profiles, the run log and the status contain of the arguments of the measured processes. */
import { readChoice } from './choice.js';
import type { Environment } from './environment.js';

export const ARGUMENTS_VARIABLE = 'COVER_ARGS';

/**
 * `keep` records all arguments, `redact` replaces recognized secrets, and `omit` records only the program and its script.
 */
export const ARGUMENT_RECORDINGS = ['redact', 'keep', 'omit'] as const;
export type ArgumentRecording = (typeof ARGUMENT_RECORDINGS)[number];

/** @default 'redact' @throws SettingError for any other value */
export function argumentRecordingOf(environment: Environment): ArgumentRecording {
  return readChoice(environment, {
    variable: ARGUMENTS_VARIABLE,
    values: ARGUMENT_RECORDINGS,
    unset: 'redact',
    example: 'omit',
  });
}
