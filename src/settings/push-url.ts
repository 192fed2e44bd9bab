/** `COVER_PUSH`: the URL that profiles are pushed to. Its query can be a secret, as that of a presigned URL is. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const PUSH_VARIABLE = 'COVER_PUSH';

/** Placeholders that the path and the query of the URL can contain. */
export const PUSH_PLACEHOLDERS = ['pod', 'run', 'pid', 'time'] as const;
export type PushPlaceholder = (typeof PUSH_PLACEHOLDERS)[number];

const MAX_URL = 8_000;

/** Returns the URL that a command has validated, or `null` if it is not set. */
export function readPushUrl(environment: Environment): string | null {
  return readVariable(environment, PUSH_VARIABLE) ?? null;
}

/** Returns the URL as given, or `null` if it is not set. @throws SettingError for text that is no URL to push to */
export function pushUrlOf(environment: Environment): string | null {
  const given = readPushUrl(environment);
  if (given === null) return null;
  const accepted = findUrlDefect(given);
  if (accepted === undefined) return given;
  const example = 'https://center.example/v1/cover/push/';
  throw new SettingError({ name: PUSH_VARIABLE, given: hidePushSecrets(given), accepted, example });
}

/** Returns what the setting accepts instead of the given text; `undefined` for a valid URL. */
export function findUrlDefect(given: string): string | undefined {
  if (!/^[!-~]+$/.test(given) || given.length > MAX_URL)
    return `a URL of at most ${MAX_URL} printable ASCII characters. Percent-encode all others, such as a space as %20`;
  const [, authority = '', rest = ''] = /^https?:\/\/([^/?#\\]*)(.*)$/i.exec(given) ?? [];
  if (authority.includes('@'))
    return 'a URL without a user name and password. Set COVER_PUSH_TOKEN to a bearer token instead';
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || authority === '' || /[{}]/.test(authority) || rest.startsWith('\\'))
    return 'a URL that starts with http:// or https:// and a host';
  if (rest.includes('#')) return 'a URL without a fragment (the text after #)';
  const known = PUSH_PLACEHOLDERS.map((name) => `{${name}}`);
  const unknown = (rest.match(/\{[^}]*\}?|\}/g) ?? []).find((name) => !known.includes(name));
  return unknown === undefined ? undefined : `a URL with no placeholders other than ${known.join(', ')}`;
}

/** Returns the URL for messages and logs: without its query, and nothing of a URL that may contain a password. */
export function hidePushSecrets(url: string): string {
  return url.includes('@') ? `<hidden, ${url.length} characters>` : url.replace(/\?.+$/s, '?***');
}
