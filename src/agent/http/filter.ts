/** Selects the files of a profile by the patterns of a request. */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { quoteText } from '../../platform/escape-terminal.js';

const require = createRequire(import.meta.url);

export interface Patterns {
  /** Leave out files whose path matches any of these patterns. */
  readonly skip: readonly string[];
  /** Return only files whose path matches any of these patterns; all files if there are none. */
  readonly cover: readonly string[];
}

/** Maximum number of patterns in a request. */
const MAX_PATTERNS = 100;
/** Maximum length of a pattern in UTF-16 units. */
const MAX_LENGTH = 1000;
/** Maximum sum of instructions of all compiled patterns: a short pattern such as `\pL{1000}` can compile to many. */
const MAX_INSTRUCTIONS = 10_000;

/**
 * Returns a function that decides whether a file is selected. Its parameter is the path relative to the root, with `/`
 * between directories. A pattern without anchors matches anywhere in the path. Patterns have RE2 syntax, whose matching
 * time is linear in the length of the path, so no pattern of a request can block the agent.
 *
 * @throws CovermainError `PATTERN_INVALID`
 */
export function compileFilter({ skip, cover }: Patterns): (path: string) => boolean {
  const count = skip.length + cover.length;
  if (count > MAX_PATTERNS)
    throw new CovermainError(
      'PATTERN_INVALID',
      `Too many patterns: got ${count}, expected at most ${MAX_PATTERNS}. Combine several of them with "|".`,
    );
  let instructionsLeft = MAX_INSTRUCTIONS;
  const compileWithin = (pattern: string) => {
    const compiled = compile(pattern);
    instructionsLeft -= compiled.programSize();
    if (instructionsLeft < 0)
      throw invalid(pattern, 'together with the patterns before it, it takes too long to match');
    return compiled;
  };
  const skips = skip.map(compileWithin);
  const covers = cover.map(compileWithin);
  const isCovered = (path: string) => covers.length === 0 || covers.some((pattern) => pattern.test(path));
  return (path) => isCovered(path) && !skips.some((pattern) => pattern.test(path));
}

function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_LENGTH) throw invalid(pattern, `it is longer than ${MAX_LENGTH} characters`);
  try {
    return loadPatternEngine().compile(pattern);
  } catch (error) {
    throw invalid(pattern, messageOf(error), error);
  }
}

/** Loads re2js when it is first needed: it is larger than the rest of the agent, and most processes never get a pattern. */
function loadPatternEngine(): typeof RE2JS {
  return (require('re2js') as typeof import('re2js')).RE2JS;
}

function invalid(pattern: string, reason: string, cause?: unknown): CovermainError {
  return new CovermainError(
    'PATTERN_INVALID',
    `Invalid pattern ${quoteText(pattern)}: ${reason}. ` +
      'Expected a regular expression in RE2 syntax, as in Go. Example: ^src/generated/',
    { cause },
  );
}
