/** Parses source text where the position of a comment or of a string matters. */
import { extname } from 'node:path';
import type { ParseResult } from 'oxc-parser';
import { loadParser } from '../platform/load-parser.js';

const LANGUAGES: Readonly<Record<string, 'ts' | 'tsx'>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

/** Kinds of code, in the order in which they are tried. */
const SOURCE_TYPES = ['module', 'commonjs', 'script'] as const;

/**
 * Returns the syntax tree and the comments of a text.
 *
 * @param file its extension selects the language
 * @returns `undefined` if the text cannot be parsed
 */
export function parseText(source: string, file: string): ParseResult | undefined {
  const lang = LANGUAGES[extname(file)] ?? 'jsx';
  for (const sourceType of SOURCE_TYPES) {
    const result = loadParser().parseSync(file, source, { lang, sourceType });
    if (result.errors.length === 0) return result;
  }
  return undefined;
}
