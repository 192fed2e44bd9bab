/** Where the profiles of a session are: a profile directory of its own, whose name tells the session's. */
import { join } from 'node:path';
import { CovermainError } from '../../platform/errors.js';

/** In bytes; file systems allow 255. */
const MAX_FOLDER_NAME = 200;

/**
 * What cannot stand in the name of a folder as it is, each of one UTF-16 unit: all but `a-z0-9._-`; a dot at the
 * beginning, which hides and climbs; a dot at the end, which Windows drops; the first letter of a device of Windows.
 */
const UNSAFE = /[^a-z0-9._-]|^\.|\.$|^(?=(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))./g;

/** The folder in a profile directory that has one for each session. */
export function sessionsOf(directory: string): string {
  return join(directory, 'sessions');
}

/** @throws CovermainError `SESSION_NAME` */
export function sessionDirectoryOf(directory: string, name: string): string {
  return join(sessionsOf(directory), encodeSessionName(name));
}

/**
 * The name of a session's folder: `Log in` is `+log%20in`. No two sessions share a folder, even where the file system
 * knows no upper case: a capital is its small letter behind `+`, as Go's module cache has it behind `!`. Any other unit
 * is `%` and two hexadecimal digits, or `%u` and four. So it goes by units of UTF-16, half a surrogate pair included.
 *
 * @throws CovermainError `SESSION_NAME` for a name that is empty or gives more than 200 bytes
 */
export function encodeSessionName(name: string): string {
  // In a program without types it may be anything.
  if (typeof name !== 'string' || name === '') {
    const given = typeof name === 'string' ? 'empty' : 'no text';
    throw new CovermainError('SESSION_NAME', `the name of a session is ${given}: give it one, such as login`);
  }
  const folder = name.replace(UNSAFE, encodeUnit);
  if (folder.length <= MAX_FOLDER_NAME) return folder;
  throw new CovermainError(
    'SESSION_NAME',
    `the name of a session takes up to ${MAX_FOLDER_NAME} bytes as a folder's, and ${shorten(name)} takes ` +
      `${folder.length}: choose a shorter one, of small letters and digits where it can be`,
  );
}

/** The session's name, or `undefined` for a folder that `encodeSessionName` gives for none. */
export function decodeSessionName(folder: string): string | undefined {
  const name = folder.replace(
    /\+([a-z])|%([0-9A-F]{2})|%u([0-9A-F]{4})/g,
    (_, capital?: string, two?: string, four?: string) =>
      capital ? capital.toUpperCase() : String.fromCharCode(Number.parseInt(two ?? four ?? '', 16)),
  );
  const isOwn =
    name !== '' && folder.length <= MAX_FOLDER_NAME && name.replace(UNSAFE, encodeUnit) === folder;
  return isOwn ? name : undefined;
}

function encodeUnit(unit: string): string {
  if (/[A-Z]/.test(unit)) return `+${unit.toLowerCase()}`;
  const digits = unit.charCodeAt(0).toString(16).toUpperCase();
  return digits.length <= 2 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`;
}

function shorten(name: string): string {
  return JSON.stringify(name.length > 40 ? `${name.slice(0, 40)}…` : name);
}
