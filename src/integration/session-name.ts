/** Names of sessions, from the titles of tests. */
import { sha256 } from '../platform/crypto.js';
import { isSessionName } from '../profile/store/session-directories.js';

/** Number of hexadecimal digits that tell shortened names apart. */
const HASH_DIGITS = 8;

/** More characters than the name of a directory can have. */
const MAX_CHARACTERS = 200;

/** Half of a character, such as a runner cuts it. URLs and files of UTF-8 cannot contain it. */
const HALF_CHARACTER = /\p{Surrogate}/gu;

/** Returns a name that sessions can have: the name itself, or its beginning and its hash. Other types are left to the check of names. */
export function shortenSessionName(given: string): string {
  if (typeof given !== 'string' || given === '') return given;
  const name = given.replace(HALF_CHARACTER, '\ufffd');
  if (isSessionName(name)) return name;
  const hash = sha256(name).slice(0, HASH_DIGITS);
  const characters = [...name].slice(0, MAX_CHARACTERS);
  while (!isSessionName(`${characters.join('')} ${hash}`)) characters.pop();
  return `${characters.join('')} ${hash}`;
}
