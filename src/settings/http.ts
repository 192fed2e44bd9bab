/** `COVERAGE_HTTP_PORT`: the port of a run, over which its processes are asked. The name is goverage's. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';
import { HOST, hostOf, isLoopback } from './host.js';
import { TOKEN, tokenOf } from './token.js';

export const HTTP_PORT = 'COVERAGE_HTTP_PORT';
export const DEFAULT_HTTP_PORT = 7777;

const HIGHEST_PORT = 65_535;

export interface HttpSettings {
  /** `0`: one that the system chooses. */
  readonly port: number;
  /** An IPv6 address is without brackets. */
  readonly host: string;
  /** What callers have to know; `null` only on loopback. */
  readonly token: string | null;
}

/**
 * What is served over HTTP, or `null` without a port: host and token are checked then, too, but mean nothing.
 *
 * @throws SettingError for a port, a host or a token that cannot be one, and for a host that others can reach
 * without a token
 */
export function httpOf(environment: Environment): HttpSettings | null {
  const port = portOf(environment);
  const host = hostOf(environment);
  const token = tokenOf(environment);
  if (port === null) return null;
  if (token !== null || isLoopback(host)) return { port, host, token };
  throw new SettingError({
    name: HOST,
    given: host,
    example: '127.0.0.1',
    accepted:
      `127.0.0.1, ::1 or localhost where ${TOKEN} is not set, since whoever reaches the port could read ` +
      `the profile and end the program; set ${TOKEN} to bind it elsewhere`,
  });
}

function portOf(environment: Environment): number | null {
  const given = readVariable(environment, HTTP_PORT);
  if (given === undefined) return null;
  if (given === 'default') return DEFAULT_HTTP_PORT;
  if (/^\d{1,5}$/.test(given) && Number(given) <= HIGHEST_PORT) return Number(given);
  throw new SettingError({
    name: HTTP_PORT,
    given,
    example: `${DEFAULT_HTTP_PORT}`,
    accepted: `a port, 0 (the system chooses one) to ${HIGHEST_PORT}, or default for ${DEFAULT_HTTP_PORT}`,
  });
}
