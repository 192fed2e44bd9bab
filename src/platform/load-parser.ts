/** Loads oxc-parser when the first file is parsed: every process of a run loads the hooks, but few need the parser. */
import { createRequire } from 'node:module';
import type { ParseResult } from 'oxc-parser';
import { CovermainError, messageOf } from './errors.js';

const require = createRequire(import.meta.url);

type OxcParser = typeof import('oxc-parser');

interface Parser extends Pick<OxcParser, 'parseSync' | 'visitorKeys'> {
  /** Parses as `parseSync` does, but returns the syntax tree as JSON: `{"node":…,"fixes":…}`. */
  readonly parseToJson: (...args: Parameters<OxcParser['parseSync']>) => JsonParseResult;
}

/** Its properties are copied from the addon when they are read. */
export interface JsonParseResult extends Pick<ParseResult, 'comments' | 'errors'> {
  readonly program: string;
}

let parser: Parser | undefined;
let failure: CovermainError | undefined;

/**
 * Returns the parser, loading it on the first call.
 *
 * @throws CovermainError `PARSER_NOT_LOADED`, also on later calls: each attempt looks for many files
 */
export function loadParser(): Parser {
  if (failure) throw failure;
  try {
    parser ??= load();
    return parser;
  } catch (error) {
    failure = parserIsMissing(error);
    throw failure;
  }
}

/** Whether an error is that of `loadParser`. Compares the code, because each bundle has an error class of its own. */
export function isParserMissing(error: unknown): boolean {
  return (error as Partial<CovermainError> | undefined)?.code === 'PARSER_NOT_LOADED';
}

function load(): Parser {
  try {
    return require('#oxc-parser') as Parser;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    // The sources are run without a build.
    const { parseSync: parseToJson } = require('oxc-parser/src-js/bindings') as {
      readonly parseSync: Parser['parseToJson'];
    };
    return { ...(require('oxc-parser') as OxcParser), parseToJson };
  }
}

function parserIsMissing(error: unknown): CovermainError {
  return new CovermainError(
    'PARSER_NOT_LOADED',
    `Cannot load the parser oxc-parser: ${reasonOf(error).replace(/\.$/, '')}. Install the packages, including optional ones, ` +
      'on the platform that runs the program: its operating system, processor and C library decide which addon is needed.',
    { cause: error },
  );
}

/** Returns the reason that helps most: oxc-parser throws an error whose causes tell what it has tried. */
function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause)
    reasons.push(messageOf(one).split('\n', 1)[0] ?? '');
  return (
    reasons.find((reason) => !reason.startsWith('Cannot find ')) ??
    reasons.find((reason) => /'@oxc-parser\/binding-(?!wasm)/.test(reason)) ??
    reasons[0] ??
    messageOf(error)
  );
}
