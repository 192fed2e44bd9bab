/** Source text as a syntax tree: the shape of ESTree, without parentheses. */
import { extname } from 'node:path';
import type { ParseResult } from 'oxc-parser';
import { CovermainError } from '../../../platform/errors.js';
import { findLines } from './lines.js';
import { loadParser } from './load-parser.js';

type Language = 'jsx' | 'ts' | 'tsx';

/** In `.ts` a `<` may open a type, so JSX is only understood where TypeScript itself does. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
};

const IMPORT_OR_EXPORT = /^\s*(?:import|export)\b/m;

/**
 * Parses as a module or as CommonJS (sloppy code, `return` outside functions), whichever works.
 *
 * @throws CovermainError `SOURCE_NOT_PARSED` with the first reason and its position
 */
export function parse(source: string, file: string): ParseResult {
  const lang = LANGUAGES[extname(file)] ?? 'jsx';
  const kinds = IMPORT_OR_EXPORT.test(source)
    ? (['module', 'commonjs'] as const)
    : (['commonjs', 'module'] as const);
  const failures: string[] = [];
  for (const sourceType of kinds) {
    const result = loadParser().parseSync(file, source, { lang, sourceType, preserveParens: false });
    const [error] = result.errors;
    if (!error) return result;
    failures.push(describe(source, error));
  }
  throw new CovermainError('SOURCE_NOT_PARSED', failures[0] ?? 'unknown reason');
}

function describe(source: string, { message, labels }: ParseResult['errors'][number]): string {
  const [label] = labels;
  if (!label) return message;
  const { line, column } = findLines(source).positionOf(label.start);
  return `${message} (${line}:${column})`;
}
