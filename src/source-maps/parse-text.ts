/** Parses source text where the position of a comment or of a string matters. */
import type { ParseResult } from 'oxc-parser';
import { loadParser } from '../platform/load-parser.js';
import { refuseDeepNesting } from '../platform/refuse-deep-nesting.js';
import { languageOf } from '../platform/source-language.js';

/** Kinds of code, in the order in which they are tried. */
const SOURCE_TYPES = ['module', 'commonjs', 'script'] as const;

/**
 * Returns the syntax tree and the comments of a text.
 *
 * @param file its extension selects the language
 * @returns `undefined` if the text cannot be parsed
 */
export function parseText(source: string, file: string): ParseResult | undefined {
  try {
    refuseDeepNesting(source);
  } catch {
    return undefined; // the engine, which parses the text for its counts, reports the reason
  }
  const lang = languageOf(file);
  for (const sourceType of SOURCE_TYPES) {
    const result = loadParser().parseSync(file, source, { lang, sourceType });
    if (result.errors.length === 0) return result;
  }
  return undefined;
}
