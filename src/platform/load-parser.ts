/** Loads oxc-parser when the first file is parsed: every process of a run loads the hooks, but few need the parser. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type Parser = Pick<typeof import('oxc-parser'), 'parseSync' | 'visitorKeys'>;

let parser: Parser | undefined;

/** Returns the parser, loading it on the first call. */
export function loadParser(): Parser {
  parser ??= load();
  return parser;
}

function load(): Parser {
  try {
    return require('#oxc-parser') as Parser;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return require('oxc-parser') as Parser; // the sources are run without a build
  }
}
