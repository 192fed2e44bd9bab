/** Which files of a profile are given, by the patterns of a request. */
import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { CovermainError, messageOf } from '../../platform/errors.js';

const require = createRequire(import.meta.url);

export interface Patterns {
  /** Files whose path any of these matches are left out. */
  readonly skip: readonly string[];
  /** Only files whose path any of these matches are given; without any, all are. */
  readonly cover: readonly string[];
}

const MAX_PATTERNS = 100;
/** In UTF-16 units. */
const MAX_LENGTH = 1000;
/** Instructions of all programs together: a short pattern may be a long program, as `\pL{1000}` is. */
const MAX_PROGRAM = 10_000;

/**
 * Whether a file is given, by its path relative to the root with `/` between folders. A pattern matches anywhere in
 * the path unless it says otherwise. They are of RE2's syntax, whose time is linear in the path: whatever comes with a
 * request, no pattern runs for ever.
 *
 * @throws CovermainError `PATTERN_INVALID`
 */
export function compileFilter({ skip, cover }: Patterns): (path: string) => boolean {
  const count = skip.length + cover.length;
  if (count > MAX_PATTERNS)
    throw new CovermainError(
      'PATTERN_INVALID',
      `${count} patterns came with the request, expected at most ${MAX_PATTERNS}: join some of them by "|"`,
    );
  let room = MAX_PROGRAM;
  const compileWithin = (pattern: string) => {
    const compiled = compile(pattern);
    room -= compiled.programSize();
    if (room < 0) throw invalid(pattern, 'with those before it, it takes too long to match');
    return compiled;
  };
  const skips = skip.map(compileWithin);
  const covers = cover.map(compileWithin);
  const isCovered = (path: string) => covers.length === 0 || covers.some((pattern) => pattern.test(path));
  return (path) => isCovered(path) && !skips.some((pattern) => pattern.test(path));
}

function compile(pattern: string): RE2JS {
  if (pattern.length > MAX_LENGTH)
    throw invalid(`${pattern.slice(0, 50)}…`, `it is longer than ${MAX_LENGTH} characters`);
  try {
    return loadPatternEngine().compile(pattern);
  } catch (error) {
    throw invalid(pattern, messageOf(error), error);
  }
}

/** Node loads the package once. It is larger than the rest of the agent, and most processes never get a pattern. */
function loadPatternEngine(): typeof RE2JS {
  return (require('re2js') as typeof import('re2js')).RE2JS;
}

function invalid(pattern: string, what: string, cause?: unknown): CovermainError {
  return new CovermainError(
    'PATTERN_INVALID',
    `the pattern ${JSON.stringify(pattern)} is not accepted: ${what}; ` +
      "expected a regular expression of RE2's syntax, as Go has it. Example: ^src/generated/",
    { cause },
  );
}
