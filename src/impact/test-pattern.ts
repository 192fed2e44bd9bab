/** Writes the tests to run, or those to skip, as a regular expression for a test runner. */
import type { Impact } from './impact-document.js';

type TestNames = Pick<Impact, 'tests' | 'unaffected'>;

/**
 * Returns a regular expression that matches the name of every test except the unaffected ones. So it also matches tests that
 * have no record, whose names are unknown. It matches all selected tests for runners that ignore case, too.
 */
export function toTestPattern({ tests, unaffected }: TestNames): string {
  const selected = new Set(tests.map(({ name }) => foldCase(name)));
  const names = unaffected.filter((name) => !selected.has(foldCase(name)));
  return names.length === 0 ? '^' : `^(?!(?:${names.map(escapePattern).join('|')})$)`;
}

/**
 * Returns a regular expression that matches the names of unaffected tests, for a runner that skips tests like node:test: it also
 * compares the names of a test and of its suites alone. So an unaffected name that can be a part of a selected test is left out.
 */
export function toSkipPattern({ tests, unaffected }: TestNames): string {
  const selected = tests.map(({ name }) => ` ${name} `);
  const names = unaffected.filter((name) => !selected.some((other) => other.includes(` ${name} `)));
  return names.length === 0 ? '(?!)' : `^(?:${names.map(escapePattern).join('|')})$`;
}

/** Returns an equal text for all names that differ only in case. Some others are equal, too. */
function foldCase(name: string): string {
  return name.toUpperCase().toLowerCase();
}

/** Escapes a name. Other characters than letters, digits and spaces become `\uXXXX` if a shell or a runner could change them. */
function escapePattern(name: string): string {
  return name.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&').replace(/[\p{Cc}\p{Zl}\p{Zp}'"`!]/gu, toEscape);
}

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
