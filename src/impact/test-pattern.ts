/** Writes the tests to run as a regular expression for a test runner. */
import type { Impact } from './impact-document.js';

/**
 * Returns a regular expression that matches the name of every test except the unaffected ones. So it also matches tests that
 * have no record, whose names are unknown.
 */
export function toTestPattern({ unaffected }: Pick<Impact, 'unaffected'>): string {
  return unaffected.length === 0 ? '^' : `^(?!(?:${unaffected.map(escapePattern).join('|')})$)`;
}

/** Escapes a name. Other characters than letters, digits and spaces become `\uXXXX` if a shell or a runner could change them. */
function escapePattern(name: string): string {
  return name.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&').replace(/[\p{Cc}\p{Zl}\p{Zp}'"`!]/gu, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
