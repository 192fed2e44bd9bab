/** Parses source text to an ESTree syntax tree without nodes for parentheses. */
import type { ParseResult } from 'oxc-parser';
import { CovermainError } from '../../../platform/errors.js';
import { loadParser } from '../../../platform/load-parser.js';
import { languageOf, type SourceLanguage } from '../../../platform/source-language.js';
import { refuseDeepNesting } from '../../../platform/stack-need.js';
import { findLines } from './lines.js';

const IMPORT_OR_EXPORT = /^\s*(?:import|export)\b/m;

/**
 * Parses a file as a module or as CommonJS (sloppy code, `return` outside functions), whichever succeeds.
 *
 * @param file its extension selects the language
 * @param isCompiled whether the text may be JavaScript in spite of the extension: a transpiler's output has the name of its
 *   source
 * @throws CovermainError `SOURCE_NOT_PARSED` with the first syntax error and its position, or if the source is nested
 *   too deeply for the parser
 */
export function parse(source: string, file: string, isCompiled = false): ParseResult {
  refuseDeepNesting(source);
  const language = languageOf(file);
  if (!isCompiled || language === 'jsx') return parseAs(language, source, file);
  try {
    return parseAs('jsx', source, file);
  } catch {
    return parseAs(language, source, file); // generated TypeScript
  }
}

function parseAs(language: SourceLanguage, source: string, file: string): ParseResult {
  const sourceTypes = IMPORT_OR_EXPORT.test(source)
    ? (['module', 'commonjs'] as const)
    : (['commonjs', 'module'] as const);
  const failures: string[] = [];
  for (const sourceType of sourceTypes) {
    const result = loadParser().parseSync(file, source, {
      lang: language,
      sourceType,
      preserveParens: false,
    });
    const [error] = result.errors;
    if (!error) return result;
    failures.push(describeError(source, error));
  }
  throw new CovermainError('SOURCE_NOT_PARSED', failures[0] ?? 'unknown reason');
}

function describeError(source: string, { message, labels }: ParseResult['errors'][number]): string {
  const [label] = labels;
  if (!label) return message;
  const { line, column } = findLines(source).positionOf(label.start);
  return `${message} (${line}:${column})`;
}
