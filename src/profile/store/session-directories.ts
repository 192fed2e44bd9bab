/** Names the profile directories of sessions. The name of the directory encodes the name of the session. */
import { join } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { quoteText } from '../../platform/escape-terminal.js';

/** Maximum length of a directory's name in bytes; file systems allow 255. */
const MAX_DIRECTORY_NAME = 200;

/**
 * Matches a UTF-16 unit that a directory's name cannot contain unchanged: any except `a-z0-9._-`; a dot at the start,
 * which hides the directory or leads to its parent; a dot at the end, which Windows drops; the first letter of a
 * Windows device name.
 */
const UNSAFE = /[^a-z0-9._-]|^\.|\.$|^(?=(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))./g;

/** Returns the directory that contains the directories of all sessions. @param directory a profile directory */
export function sessionsOf(directory: string): string {
  return join(directory, 'sessions');
}

/** Returns the profile directory of a session. @throws CovermainError `SESSION_NAME` */
export function sessionDirectoryOf(directory: string, name: string): string {
  return join(sessionsOf(directory), encodeSessionName(name));
}

/**
 * Encodes a session's name as the name of its directory: `Log in` becomes `+log%20in`. Different sessions never share
 * a directory, even on a case-insensitive file system: `+` and a small letter encode a capital, as `!` does in Go's
 * module cache. `%` and two hexadecimal digits, or `%u` and four, encode any other UTF-16 unit, including lone
 * surrogates.
 *
 * @throws CovermainError `SESSION_NAME` for an empty name and for one that takes more than 200 bytes
 */
export function encodeSessionName(name: string): string {
  // A JavaScript caller can pass any type.
  if (typeof name !== 'string' || name === '') {
    const reason = name === '' ? 'it is empty' : 'it is not a string';
    throw new CovermainError('SESSION_NAME', `Invalid session name: ${reason}. Choose a name such as login.`);
  }
  const directoryName = name.replace(UNSAFE, encodeUnit);
  if (directoryName.length <= MAX_DIRECTORY_NAME) return directoryName;
  throw new CovermainError(
    'SESSION_NAME',
    `Invalid session name ${shorten(name)}: its directory name takes ${directoryName.length} bytes, and at most ` +
      `${MAX_DIRECTORY_NAME} are allowed. Choose a shorter name, mostly of lower-case letters and digits.`,
  );
}

/** Whether a value is a name that a session can have. */
export function isSessionName(value: unknown): boolean {
  if (typeof value !== 'string' || value === '' || value.length > MAX_DIRECTORY_NAME) return false;
  return value.replace(UNSAFE, encodeUnit).length <= MAX_DIRECTORY_NAME;
}

/**
 * Decodes a directory's name to the session's, or returns `undefined` for one that `encodeSessionName` never
 * returns.
 */
export function decodeSessionName(directoryName: string): string | undefined {
  const name = directoryName.replace(
    /\+([a-z])|%([0-9A-F]{2})|%u([0-9A-F]{4})/g,
    (_, capital?: string, two?: string, four?: string) =>
      capital ? capital.toUpperCase() : String.fromCharCode(Number.parseInt(two ?? four ?? '', 16)),
  );
  const isEncoded =
    name !== '' &&
    directoryName.length <= MAX_DIRECTORY_NAME &&
    name.replace(UNSAFE, encodeUnit) === directoryName;
  return isEncoded ? name : undefined;
}

function encodeUnit(unit: string): string {
  if (/[A-Z]/.test(unit)) return `+${unit.toLowerCase()}`;
  const digits = unit.charCodeAt(0).toString(16).toUpperCase();
  return digits.length <= 2 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`;
}

function shorten(name: string): string {
  return quoteText(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
