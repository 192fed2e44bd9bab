/** `COVER_ARGS`: what profiles, the run log and the status contain of the arguments of the measured processes. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const ARGUMENTS_VARIABLE = 'COVER_ARGS';

/**
 * `keep` records all arguments, `redact` replaces recognized secrets, and `omit` records only the program and its script.
 */
export const ARGUMENT_RECORDINGS = ['redact', 'keep', 'omit'] as const;
export type ArgumentRecording = (typeof ARGUMENT_RECORDINGS)[number];
const DEFAULT_RECORDING: ArgumentRecording = 'redact';

/** @default 'redact' @throws SettingError for any other value */
export function argumentRecordingOf(environment: Environment): ArgumentRecording {
  const given = readVariable(environment, ARGUMENTS_VARIABLE);
  if (given === undefined) return DEFAULT_RECORDING;
  const recording = ARGUMENT_RECORDINGS.find((name) => name === given);
  if (recording) return recording;
  const accepted = `one of ${ARGUMENT_RECORDINGS.join(', ')}`;
  throw new SettingError({ name: ARGUMENTS_VARIABLE, given, accepted, example: 'omit' });
}
