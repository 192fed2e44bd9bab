/** Loads oxc-parser when the first file is parsed: every process of a run loads the hooks, but few need the parser. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Parser = typeof import('oxc-parser');

let parser: Parser | undefined;

/** Returns the parser, loading it on the first call. */
export function loadParser(): Parser {
  parser ??= require('oxc-parser') as Parser;
  return parser;
}
