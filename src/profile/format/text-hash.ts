/** By what a function is found again in another version of its file: its text, and what is written in front of it. */
import { sha256 } from '../../platform/crypto.js';
import { TEXT_HASH_BYTES, TEXT_HASH_CONTEXT_BYTES } from './constants.js';

const DIGITS = 2 * TEXT_HASH_BYTES;
const PLACE_DIGITS = 2 * TEXT_HASH_CONTEXT_BYTES;

/**
 * The hash of a function without a name is that of its text, then that of what stands in front of it and does for a
 * name, as `const double =` or `app.get('/',`: functions such as `() => null` are many.
 *
 * @param text of the function
 * @param place what is written in front of it
 */
export function textHashOf(text: string, place: string): string {
  // Line breaks are not what a version differs by: a checkout on Windows may have others.
  const digits = (part: string, size: number) => sha256(part.replaceAll('\r\n', '\n')).slice(0, size);
  return digits(text, DIGITS - PLACE_DIGITS) + digits(place, PLACE_DIGITS);
}

/** The part of a text hash that tells of the place. */
export function contextHashOf(textHash: string): string {
  return textHash.slice(DIGITS - PLACE_DIGITS);
}
