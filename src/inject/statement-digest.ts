/** Recognizes statements that are equal but for their formatting. */
import type { Node } from 'oxc-parser';
import { sha256 } from '../platform/crypto.js';
import type { ParsedSource } from './parsed-source.js';

/** Number of hexadecimal digits of a digest. Only edits by hand must be found, which is no attack. */
export const DIGEST_LENGTH = 8;

/** Fields of nodes that depend on the formatting. */
const FORMATTING: ReadonlySet<string> = new Set(['start', 'end', 'range', 'raw', 'loc']);

/**
 * Returns a digest of a statement and its comments. Quotes, semicolons, white space and line ends do not change it, so it
 * is the same after a formatter has run.
 */
export function digestOf(statement: Node, { comments }: Pick<ParsedSource, 'comments'>): string {
  const own = comments
    .filter(({ start, end }) => start >= statement.start && end <= statement.end)
    .map(({ value }) => value.replace(/\s+/g, ' ').trim());
  return sha256(JSON.stringify([statement, own], withoutFormatting)).slice(0, DIGEST_LENGTH);
}

function withoutFormatting(key: string, value: unknown): unknown {
  if (FORMATTING.has(key)) return undefined;
  if (typeof value === 'bigint') return `${value}n`;
  // Formatters without semicolons put one before a line that starts with a parenthesis.
  if (Array.isArray(value)) return value.filter((item) => !isEmptyStatement(item));
  return value;
}

function isEmptyStatement(item: unknown): boolean {
  return (item as { readonly type?: unknown } | null)?.type === 'EmptyStatement';
}
