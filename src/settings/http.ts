/** `COVERAGE_HTTP_PORT`: the HTTP port that controls all processes of a run. The name comes from goverage. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';
import { HTTP_HOST_VARIABLE, hostOf, isLoopback } from './host.js';
import { TOKEN_VARIABLE, tokenOf } from './token.js';

export const HTTP_PORT_VARIABLE = 'COVERAGE_HTTP_PORT';
export const DEFAULT_HTTP_PORT = 7777;

export const HIGHEST_PORT = 65_535;

export interface HttpSettings {
  /** Port number; `0` lets the system choose one. */
  readonly port: number;
  /** Address or host name; an IPv6 address has no brackets. */
  readonly host: string;
  /** Bearer token that clients must send; `null` only on loopback. */
  readonly token: string | null;
}

/**
 * Returns the HTTP settings, or `null` without a port. Host and token are validated even then.
 *
 * @throws SettingError for an invalid port, host or token, and for a host that other machines can reach without a token
 */
export function httpOf(environment: Environment): HttpSettings | null {
  const port = portOf(environment);
  const host = hostOf(environment);
  const token = tokenOf(environment);
  if (port === null) return null;
  if (token !== null || isLoopback(host)) return { port, host, token };
  throw new SettingError({
    name: HTTP_HOST_VARIABLE,
    given: host,
    example: '127.0.0.1',
    accepted:
      `127.0.0.1, ::1 or localhost, because ${TOKEN_VARIABLE} is not set and any client could read and reset the ` +
      `profile. Set ${TOKEN_VARIABLE} to bind to another host`,
  });
}

function portOf(environment: Environment): number | null {
  const given = readVariable(environment, HTTP_PORT_VARIABLE);
  if (given === undefined) return null;
  if (given === 'default') return DEFAULT_HTTP_PORT;
  if (/^\d{1,5}$/.test(given) && Number(given) <= HIGHEST_PORT) return Number(given);
  throw new SettingError({
    name: HTTP_PORT_VARIABLE,
    given,
    example: `${DEFAULT_HTTP_PORT}`,
    accepted: `a port from 0 (the system chooses one) to ${HIGHEST_PORT}, or default for ${DEFAULT_HTTP_PORT}`,
  });
}
