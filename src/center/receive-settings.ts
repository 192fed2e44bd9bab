/** Reads the options of `covermain receive`. */
import ms from 'ms';
import { SettingError } from '../platform/errors.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import { parseDuration } from '../settings/duration.js';
import type { Environment } from '../settings/environment.js';
import { DEFAULT_HTTP_PORT, HTTP_PORT_VARIABLE, type HttpSettings, httpOf } from '../settings/http.js';
import { createLayer, type SettingTerm, translateError } from '../settings/layers.js';
import { logLevelOf } from '../settings/log.js';
import { optionError } from '../settings/option-error.js';
import type { Setting } from '../settings/table.js';
import { readToken, TOKEN_VARIABLE } from '../settings/token.js';

/** Values of the flags as given. */
export interface ReceiveFlags {
  readonly port?: string;
  readonly host?: string;
  readonly dir?: string;
  readonly tokenFile?: string;
  readonly keep?: string;
  readonly maxSize?: string;
}

export interface ReceiveSettings {
  readonly http: HttpSettings;
  /** Profile directory, relative to the working directory. */
  readonly directory: string;
  /** Milliseconds after which profiles are removed; `null` to keep them. */
  readonly keep: number | null;
  /** Maximum size of one upload in bytes. */
  readonly maxSize: number;
  /** Whether to log a line per request. */
  readonly isLogging: boolean;
}

const DEFAULT_MAX_SIZE = '64mb';

/** Flags of this command for settings of a run, by the flags of the settings. */
const FLAG_NAMES: Readonly<Record<string, string>> = {
  'http-port': '--port',
  'http-host': '--host',
  'token-file': '--token-file',
};

/**
 * Returns the settings.
 *
 * @param cwd absolute path, which the path of a token file is relative to
 * @throws SettingError for an invalid value, and for a host that other machines can reach without a token
 */
export function receiveSettingsOf(
  flags: ReceiveFlags,
  { cwd, environment }: { readonly cwd: string; readonly environment: Environment },
): ReceiveSettings {
  const { dir, keep, maxSize = DEFAULT_MAX_SIZE } = flags;
  return {
    http: readHttp(flags, cwd, environment),
    directory: dir ?? `${RUNS_DIRECTORY}/received`,
    keep: keep === undefined ? null : parseKeep(keep),
    maxSize: parseMaxSize(maxSize),
    isLogging: logLevelOf(environment) !== 'off',
  };
}

/** Reads address and token as those of a run's port. Of the variables, only the token is used: the others are about runs. */
function readHttp(
  { port, host, tokenFile }: ReceiveFlags,
  cwd: string,
  environment: Environment,
): HttpSettings {
  const layer = createLayer({ httpPort: port, httpHost: host, tokenFile }, { termOf, root: cwd });
  const variables = {
    [HTTP_PORT_VARIABLE]: String(DEFAULT_HTTP_PORT),
    [TOKEN_VARIABLE]: readToken(environment) ?? undefined,
  };
  try {
    const http = httpOf({ ...variables, ...layer.values });
    if (http) return http;
  } catch (error) {
    const terms = { [TOKEN_VARIABLE]: termOf({ flag: 'token-file' }), ...layer.terms };
    throw error instanceof SettingError ? translateError(error, terms) : error;
  }
  throw optionError('--port', port, 'a port', String(DEFAULT_HTTP_PORT));
}

function termOf({ flag }: Pick<Setting, 'flag'>): SettingTerm {
  const name = FLAG_NAMES[flag] ?? `--${flag}`;
  return { name, assign: (example) => `${name} ${example}` };
}

function parseKeep(given: string): number {
  const milliseconds = parseDuration(given);
  if (milliseconds !== undefined && milliseconds >= ms('1m')) return milliseconds;
  throw optionError('--keep', given, 'a duration of a minute or more, such as 12h or 30d', '30d');
}

const UNITS: Readonly<Record<string, number>> = { '': 1, kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 };

/** Largest size of one upload: it is in memory as a whole. */
const HIGHEST_MAX_SIZE = 2 ** 30;

function parseMaxSize(given: string): number {
  const [, number = '', unit = ''] = /^(\d{1,12})\s*(kb|mb|gb)?$/i.exec(given) ?? [];
  const bytes = number === '' ? 0 : Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
  if (bytes > 0 && bytes <= HIGHEST_MAX_SIZE) return bytes;
  throw optionError(
    '--max-size',
    given,
    'a number of bytes up to 1gb, with kb, mb or gb as its unit',
    DEFAULT_MAX_SIZE,
  );
}
