/** `COVER_PUSH_TOKEN`: the bearer token that pushes send. It is a secret, so no message contains it. */
import { type Environment, readVariable } from './environment.js';
import { checkToken } from './token.js';

export const PUSH_TOKEN_VARIABLE = 'COVER_PUSH_TOKEN';

/** Returns the token that a command has validated, or `null` if it is not set. */
export function readPushToken(environment: Environment): string | null {
  return readVariable(environment, PUSH_TOKEN_VARIABLE) ?? null;
}

/** @default null @throws SettingError for a token that is too short, too long, or not allowed in a header */
export function pushTokenOf(environment: Environment): string | null {
  return checkToken(PUSH_TOKEN_VARIABLE, readPushToken(environment));
}
