/** `COVER_TOKEN`: the bearer token that HTTP clients must send. It is a secret, so no message contains it. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const TOKEN_VARIABLE = 'COVER_TOKEN';

/** Matches text that an HTTP header can contain unchanged. Shorter tokens could be guessed. */
const TOKEN_PATTERN = /^[!-~]{16,256}$/;

/** Returns the token that a command has validated, or `null` if it is not set. */
export function readToken(environment: Environment): string | null {
  return readVariable(environment, TOKEN_VARIABLE) ?? null;
}

/**
 * Returns the token, or `null` if it is not set.
 *
 * @throws SettingError for a token that is too short, too long, or not allowed in a header
 */
export function tokenOf(environment: Environment): string | null {
  return checkToken(TOKEN_VARIABLE, readToken(environment));
}

/**
 * Returns the given token.
 *
 * @param name variable of the token
 * @throws SettingError as `tokenOf`
 */
export function checkToken(name: string, given: string | null): string | null {
  if (given === null || TOKEN_PATTERN.test(given)) return given;
  throw new SettingError({
    name,
    given: `<hidden, ${given.length} characters>`,
    example: '$(openssl rand -hex 16)',
    accepted: '16 to 256 printable ASCII characters without spaces',
  });
}
