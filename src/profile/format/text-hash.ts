/** Hashes a function's text and the text before it, to find the function again in another version of its file. */
import { sha256 } from '../../platform/crypto.js';
import { TEXT_HASH_BYTES, TEXT_HASH_CONTEXT_BYTES } from './constants.js';

const DIGITS = 2 * TEXT_HASH_BYTES;
const CONTEXT_DIGITS = 2 * TEXT_HASH_CONTEXT_BYTES;

/**
 * Returns the hash of a function's text, followed by the hash of the text before it. The latter stands in for the name
 * of an anonymous function, as in `const double =` or `app.get('/',`: many functions have a text such as `() => null`.
 *
 * @param text of the function
 * @param context text before the function
 */
export function textHashOf(text: string, context: string): string {
  return digitsOf(text).slice(0, DIGITS - CONTEXT_DIGITS) + contextDigitsOf(context);
}

function digitsOf(text: string): string {
  // A checkout on Windows may have other line breaks, which do not make another version.
  return sha256(text.replaceAll('\r\n', '\n'));
}

/** The first digits of the SHA-256 of an empty text. Most functions have no context. */
const NO_CONTEXT = 'e3b0c44298fc1c14'.slice(0, CONTEXT_DIGITS);

function contextDigitsOf(context: string): string {
  return context === '' ? NO_CONTEXT : digitsOf(context).slice(0, CONTEXT_DIGITS);
}

/** Returns the digits of a text hash that come from the text before the function. */
export function contextHashOf(textHash: string): string {
  return textHash.slice(DIGITS - CONTEXT_DIGITS);
}
