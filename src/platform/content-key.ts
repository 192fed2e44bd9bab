/** Keys of cached results. */
import { sha256 } from './crypto.js';

/** Returns a key of 32 hexadecimal digits. @param parts everything that the result depends on */
export function contentKeyOf(...parts: readonly string[]): string {
  return sha256(parts.map((part) => `${part.length}:${part}`).join('')).slice(0, 32);
}
