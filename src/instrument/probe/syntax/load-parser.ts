/** oxc-parser, loaded when the first file is parsed: every process of a run has the engine, few need the parser. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Parser = typeof import('oxc-parser');

let parser: Parser | undefined;

export function loadParser(): Parser {
  parser ??= require('oxc-parser') as Parser;
  return parser;
}
