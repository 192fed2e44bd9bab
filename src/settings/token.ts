/** `COVER_TOKEN`: what callers of the HTTP port have to know. It is a secret: no message holds it. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const TOKEN = 'COVER_TOKEN';

/** What an HTTP header can hold in one piece; shorter ones can be guessed. */
const TOKEN_PATTERN = /^[!-~]{16,256}$/;

/**
 * The token, or `null` where it is not set.
 *
 * @throws SettingError for one that is too short, too long, or cannot stand in a header
 */
export function tokenOf(environment: Environment): string | null {
  const given = readVariable(environment, TOKEN) ?? null;
  if (given === null || TOKEN_PATTERN.test(given)) return given;
  throw new SettingError({
    name: TOKEN,
    given: `<hidden, ${given.length} long>`,
    example: '$(openssl rand -hex 16)',
    accepted: '16 to 256 printable ASCII characters without spaces',
  });
}
